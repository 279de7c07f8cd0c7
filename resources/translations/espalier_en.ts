<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CareNotes</name>
    <message numerus="yes">
        <source>%n repeat(s) of %1 end at %2.</source>
        <translation>
            <numerusform>%n repeat of %1 ends at %2.</numerusform>
            <numerusform>%n repeats of %1 end at %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Prediction</name>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>%n box</numerusform>
            <numerusform>%n boxes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hit</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missed</source>
        <translation>
            <numerusform>%n missed</numerusform>
            <numerusform>%n missed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n false</source>
        <translation>
            <numerusform>%n false</numerusform>
            <numerusform>%n false</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunPrompt</name>
    <message numerus="yes">
        <source>The run goes back to its newest healthy state at or before step %1. What it learnt since is lost: %n step(s) at least, %2 of training. The curves keep them, and the batches come in another order.</source>
        <translation>
            <numerusform>The run goes back to its newest healthy state at or before step %1. What it learnt since is lost: %n step at least, %2 of training. The curves keep them, and the batches come in another order.</numerusform>
            <numerusform>The run goes back to its newest healthy state at or before step %1. What it learnt since is lost: %n steps at least, %2 of training. The curves keep them, and the batches come in another order.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Now: nothing is written; Resume goes back to step %1, and %n step(s) are lost.</source>
        <translation>
            <numerusform>Now: nothing is written; Resume goes back to step %1, and %n step is lost.</numerusform>
            <numerusform>Now: nothing is written; Resume goes back to step %1, and %n steps are lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Now: nothing is written, and there is no checkpoint yet: %n step(s) are lost.</source>
        <translation>
            <numerusform>Now: nothing is written, and there is no checkpoint yet: %n step is lost.</numerusform>
            <numerusform>Now: nothing is written, and there is no checkpoint yet: %n steps are lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunSentence</name>
    <message numerus="yes">
        <source>%n run(s) before it.</source>
        <translation>
            <numerusform>%n run before it.</numerusform>
            <numerusform>%n runs before it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::AutopsyPanel</name>
    <message numerus="yes">
        <source>The first warning came at step %1, %n step(s) before.</source>
        <translation>
            <numerusform>The first warning came at step %1, %n step before.</numerusform>
            <numerusform>The first warning came at step %1, %n steps before.</numerusform>
        </translation>
    </message>
</context>
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
    <name>espalier::ui::DataCharts</name>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n other</numerusform>
            <numerusform>%n others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::DataPlace</name>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>%n box</numerusform>
            <numerusform>%n boxes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::DesignActions</name>
    <message numerus="yes">
        <source>Repair %n finding(s)</source>
        <translation>
            <numerusform>Repair %n finding</numerusform>
            <numerusform>Repair %n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::DesignHead</name>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Start run (%n error(s))</source>
        <translation>
            <numerusform>Start run (%n error)</numerusform>
            <numerusform>Start run (%n errors)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::DryRunBar</name>
    <message numerus="yes">
        <source>One step of %n image(s): %1</source>
        <translation>
            <numerusform>One step of %n image: %1</numerusform>
            <numerusform>One step of %n images: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::FindingsPanel</name>
    <message numerus="yes">
        <source>%n loss(es)</source>
        <translation>
            <numerusform>%n loss</numerusform>
            <numerusform>%n losses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::ImageDelegate</name>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>%n box</numerusform>
            <numerusform>%n boxes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::ImageListModel</name>
    <message numerus="yes">
        <source>%1, %n box(es)</source>
        <translation>
            <numerusform>%1, %n box</numerusform>
            <numerusform>%1, %n boxes</numerusform>
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
    <name>espalier::ui::PreflightPanel</name>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to know</source>
        <translation>
            <numerusform>%n to know</numerusform>
            <numerusform>%n to know</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ %n passed</source>
        <translation>
            <numerusform>✓ %n passed</numerusform>
            <numerusform>✓ %n passed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) wait: read the images</source>
        <translation>
            <numerusform>%n check waits: read the images</numerusform>
            <numerusform>%n checks wait: read the images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) need images: none named</source>
        <translation>
            <numerusform>%n check needs images: none named</numerusform>
            <numerusform>%n checks need images: none named</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) stand: a run is refused, or cannot give what it is run for.</source>
        <translation>
            <numerusform>%n error stands: a run is refused, or cannot give what it is run for.</numerusform>
            <numerusform>%n errors stand: a run is refused, or cannot give what it is run for.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repair(s) would change:</source>
        <translation>
            <numerusform>%n repair would change:</numerusform>
            <numerusform>%n repairs would change:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::QueuePanel</name>
    <message numerus="yes">
        <source>Queue: %n waiting</source>
        <translation>
            <numerusform>Queue: %n waiting</numerusform>
            <numerusform>Queue: %n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue: %n waiting, not started</source>
        <translation>
            <numerusform>Queue: %n waiting, not started</numerusform>
            <numerusform>Queue: %n waiting, not started</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::RunCard</name>
    <message numerus="yes">
        <source>Tags that all %n run(s) have</source>
        <translation>
            <numerusform>Tags that %n run has</numerusform>
            <numerusform>Tags that all %n runs have</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note for all %n run(s)</source>
        <translation>
            <numerusform>Note for %n run</numerusform>
            <numerusform>Note for all %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::RunDelegate</name>
    <message numerus="yes">
        <source>%n run(s) · best = mAP</source>
        <translation>
            <numerusform>%n run · best = mAP</numerusform>
            <numerusform>%n runs · best = mAP</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::RunTreeModel</name>
    <message numerus="yes">
        <source>%n repeat(s)</source>
        <translation>
            <numerusform>%n repeat</numerusform>
            <numerusform>%n repeats</numerusform>
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
        <source>Deleted %n run(s)</source>
        <translation>
            <numerusform>Deleted %n run</numerusform>
            <numerusform>Deleted %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n group</numerusform>
            <numerusform>%n groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted, kept for %1 days</source>
        <translation>
            <numerusform>%n deleted, kept for %1 days</numerusform>
            <numerusform>%n deleted, kept for %1 days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::SampleTiles</name>
    <message numerus="yes">
        <source>epoch %1 · %n box(es)</source>
        <translation>
            <numerusform>epoch %1 · %n box</numerusform>
            <numerusform>epoch %1 · %n boxes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::StatusStrip</name>
    <message numerus="yes">
        <source>queue: %n waiting</source>
        <translation>
            <numerusform>queue: %n waiting</numerusform>
            <numerusform>queue: %n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>queue: %n waiting, not started</source>
        <translation>
            <numerusform>queue: %n waiting, not started</numerusform>
            <numerusform>queue: %n waiting, not started</numerusform>
        </translation>
    </message>
</context>
</TS>
