// Pages for reading only, from any web server or from a disk: there, scripts are not modules and nothing can be fetched. The
// index is a script too, which sets a variable.

import { copyButtons } from "./copy.ts";
import { search } from "./search.ts";
import { showStory } from "./story.ts";

search(async () => (globalThis as unknown as { searchIndex: string }).searchIndex, "index.html");
copyButtons();
const [story, picture] = ["#story", "#picture"].map((selector) => document.querySelector<HTMLElement>(selector));
if (story && picture) showStory(story, picture, story.innerHTML);
