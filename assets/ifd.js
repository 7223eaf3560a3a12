// Everything works without this file. Leaving comes first: it must not wait for anything else to load.
import { watchForLeaving } from "./exit-this-page.js";

watchForLeaving(document);

import("./nhsuk-frontend.js").then(({ initAll }) => initAll());
