// Unpacks the browser, with the libraries and fonts it brings, into TMPDIR.
import chromium from "@sparticuz/chromium";

await chromium.executablePath();
