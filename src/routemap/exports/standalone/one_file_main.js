// Starts the page without filters, and opens the selected feature of the file, if any.

import { file } from "./file.js";
import { ask } from "./filters.js";
import { openFeature } from "./one_file_map.js";
import { statuses } from "../../map/assets/show.js";

ask().then(() => file.selected && openFeature(file.selected, null));

export { statuses };
