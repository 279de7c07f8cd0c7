<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
 <context>
  <name>espalier::ui::ComparePlace</name>
  <message numerus="yes">
   <source>Reading %n run(s)</source>
   <translation>
    <numerusform>Reading %n run</numerusform>
    <numerusform>Reading %n runs</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>espalier::ui::LiveStrip</name>
  <message numerus="yes">
   <source>%n skipped</source>
   <translation>
    <numerusform>%n skipped</numerusform>
    <numerusform>%n skipped</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>espalier::ui::MonitorPlot</name>
  <message numerus="yes">
   <source>every %n epoch(s)</source>
   <translation>
    <numerusform>every epoch</numerusform>
    <numerusform>every %n epochs</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>espalier::ui::RunsPlace</name>
  <message numerus="yes">
   <source>%n run(s)</source>
   <translation>
    <numerusform>%n run</numerusform>
    <numerusform>%n runs</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Its words exclude all %n run(s) together</source>
   <translation>
    <numerusform>Its words exclude the only run</numerusform>
    <numerusform>Its words exclude all %n runs together</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n selected</source>
   <translation>
    <numerusform>%n selected</numerusform>
    <numerusform>%n selected</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Deleted %n run(s)</source>
   <translation>
    <numerusform>Deleted %n run</numerusform>
    <numerusform>Deleted %n runs</numerusform>
   </translation>
  </message>
 </context>
</TS>
