"""The doors. Each is a blueprint registered by `ifd.create_app`; none knows another."""
