// Reads BPMN files by the parser of bpmn.io's viewer and says what it warns of:
// node bpmn.mjs ASSETS < [{"name", "xml"}] > [{"name", "warnings", "tasks", "shapes"}]
import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { resolve } = createRequire(`${process.argv[2]}/package.json`);
const { BpmnModdle } = await import(pathToFileURL(resolve("bpmn-moddle")));

const told = [];
for (const { name, xml } of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
    const [work] = rootElement.rootElements.filter((e) => e.$type === "bpmn:Process");
    told.push({
      name,
      warnings: warnings.map((w) => w.message),
      tasks: work.flowElements.filter((e) => e.$type.endsWith("Task")).length,
      shapes: rootElement.diagrams[0].plane.planeElement.filter((e) => !e.bpmnElement).length,
    });
  } catch (e) {
    told.push({ name, warnings: [String(e)], tasks: 0, shapes: 0 });
  }
}
writeSync(1, JSON.stringify(told));
