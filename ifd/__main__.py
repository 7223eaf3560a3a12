"""`python -m ifd` is `ifd`."""

from ifd.cli import main

if __name__ == "__main__":
    main()
