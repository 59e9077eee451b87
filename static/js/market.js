// Entry of all enhancements. Every page works without them; each module looks for its own marks in the page.
import { focusSearchOnSlash } from "./search.js";
import { tameLawTips } from "./law.js";
import { confirmDangerousForms, countCharacters, focusErrorSummary, preventDoubleSubmit, showConditionalBlocks, sendFiltersOnChange } from "./forms.js";
import { showUploadProgress } from "./upload.js";
import { pollJobs } from "./jobs.js";
import { suggestWhileTyping } from "./suggest.js";

focusSearchOnSlash();
tameLawTips();
confirmDangerousForms();
focusErrorSummary();
showConditionalBlocks();
countCharacters();
sendFiltersOnChange();
showUploadProgress();
preventDoubleSubmit();
pollJobs();
suggestWhileTyping();
