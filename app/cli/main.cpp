// espalier-cli: everything the desktop does, without a window.
#include "app/cli/commands.h"
#include "core/store/store.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <functional>

int main(int argc, char** argv)
{
    using namespace espalier::cli;
    std::signal(SIGXFSZ, SIG_IGN); // a file at its size limit is a full disk: an error to report, not a reason to die
    CLI::App app{"Espalier: parameter-efficient fine-tuning on the network tree", "espalier-cli"};
    app.set_version_flag("--version", ESPALIER_VERSION);
    app.require_subcommand(1);
    app.fallthrough();

    Common common;
    std::string store = espalier::store::defaultStorePath().string();
    app.add_option("--store", store, "The store file")->capture_default_str();
    app.add_flag("--json", common.json, "One JSON object per line");

    std::function<int()> command;

    InspectArguments inspectArguments;
    auto* inspectCommand = app.add_subcommand("inspect", "Tree and counts of an experiment or a model");
    inspectCommand->add_option("subject", inspectArguments.subject, "Experiment file, or yolo_world_v2_{n,s,m,l,x}")
        ->required();
    inspectCommand->add_option("--set", inspectArguments.sets, "key=value over the experiment's own")
        ->allow_extra_args(false);
    inspectCommand->callback([&] { command = [&] { return inspect(common, inspectArguments); }; });

    PlanArguments planArguments;
    bool checksPlan = false;
    auto* planCommand = app.add_subcommand("plan", "Look at an experiment before it runs");
    planCommand->add_option("experiment", planArguments.experiment, "Experiment file")->required();
    planCommand->add_flag("--check", checksPlan, "Every mistake that shows before the first step. Exit 2 on an error")
        ->required();
    planCommand->add_option("--repair", planArguments.repair, "Write the experiment with all repairs made");
    planCommand->add_option("--set", planArguments.sets, "key=value over the experiment's own")
        ->allow_extra_args(false);
    planCommand->callback([&] { command = [&] { return checkPlan(common, planArguments); }; });

    RunArguments runArguments;
    auto* runCommand = app.add_subcommand("run", "Train an experiment");
    runCommand->add_option("experiment", runArguments.experiment, "Experiment file")->required();
    runCommand->add_option("--set", runArguments.sets, "key=value over the experiment's own")->allow_extra_args(false);
    runCommand->add_option("--accept", runArguments.accept, "Checks whose errors are meant, ids of `plan --check`")
        ->delimiter(',')
        ->allow_extra_args(false);
    runCommand->callback([&] { command = [&] { return run(common, runArguments); }; });

    std::int64_t id = 0;
    auto* resumeCommand = app.add_subcommand("resume", "Go on with a run from its last checkpoint");
    resumeCommand->add_option("run", id, "Number of the run")->required();
    resumeCommand->callback([&] { command = [&] { return resume(common, id); }; });

    RunsArguments runsArguments;
    auto* runsCommand = app.add_subcommand("runs", "List the runs of the store");
    runsCommand->add_option("--limit", runsArguments.limit, "Newest so many; 0: all")->capture_default_str();
    runsCommand->add_flag("--deleted", runsArguments.deleted, "Deleted ones too");
    runsCommand->callback([&] { command = [&] { return runs(common, runsArguments); }; });

    auto* showCommand = app.add_subcommand("show", "One run: settings, series, environment");
    showCommand->add_option("run", id, "Number of the run")->required();
    showCommand->callback([&] { command = [&] { return show(common, id); }; });

    std::vector<std::int64_t> ids;
    auto* compareCommand = app.add_subcommand("compare", "Differing settings, parameters, metrics, time");
    compareCommand->add_option("runs", ids, "Numbers of two or more runs")->required()->expected(2, 64);
    compareCommand->callback([&] { command = [&] { return compare(common, ids); }; });

    StudyReportArguments studyReportArguments;
    auto* studyReportCommand = app.add_subcommand("report", "Parameters, speed and accuracy of runs, repeats together");
    studyReportCommand->add_option("runs", studyReportArguments.runs, "Numbers of runs, the baseline first")
        ->required();
    studyReportCommand->add_option("--markdown", studyReportArguments.markdown, "Write the tables as Markdown");
    studyReportCommand->add_option("--csv", studyReportArguments.csv, "Write a line a recipe and a line a run");
    studyReportCommand->add_option("--html", studyReportArguments.html, "Write one page with tables and curves");
    studyReportCommand->callback([&] { command = [&] { return studyReport(common, studyReportArguments); }; });

    AutopsyArguments autopsyArguments;
    auto* autopsyCommand = app.add_subcommand("autopsy", "Why a run exploded: evidence, likely cause, what to try");
    autopsyCommand->add_option("run", autopsyArguments.run, "Number of the run")->required();
    autopsyCommand->add_option("--step", autopsyArguments.step, "Of this step; else of the last explosion")
        ->check(CLI::NonNegativeNumber);
    autopsyCommand->add_option("--md", autopsyArguments.markdown, "Write it as Markdown");
    autopsyCommand->add_option("--html", autopsyArguments.html, "Write one page, the batch's images in it");
    autopsyCommand->callback([&] { command = [&] { return autopsy(common, autopsyArguments); }; });

    EvalArguments evalArguments;
    auto* evalCommand = app.add_subcommand("eval", "Accuracy of a run's last checkpoint, or of an experiment's base");
    evalCommand->add_option("subject", evalArguments.subject, "Number of a run, or experiment file")->required();
    evalCommand->add_option("--set", evalArguments.sets, "key=value over the experiment's own")
        ->allow_extra_args(false);
    evalCommand->add_option("--data", evalArguments.data, "Another data set's folder: its validation split");
    evalCommand->add_option("--predictions", evalArguments.predictions, "Write every box, as JSON lines");
    evalCommand->callback([&] { command = [&] { return eval(common, evalArguments); }; });

    BenchArguments benchArguments;
    auto* benchCommand =
        app.add_subcommand("bench", "Inference time of runs and experiments, before and after folding");
    benchCommand->add_option("subjects", benchArguments.subjects, "Numbers of runs or experiment files, baseline first")
        ->required()
        ->expected(1, 64);
    benchCommand->add_option("--warmup", benchArguments.warmup, "Rounds that are not counted")
        ->capture_default_str()
        ->check(CLI::Range(0, 100000));
    benchCommand->add_option("--iterations", benchArguments.iterations, "Rounds that are counted")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000000));
    benchCommand->callback([&] { command = [&] { return bench(common, benchArguments); }; });

    ExportArguments exportArguments;
    auto* exportCommand = app.add_subcommand("export", "Take a run home");
    exportCommand->add_option("run", exportArguments.id, "Number of the run")->required();
    exportCommand->add_option("--csv", exportArguments.csv, "Every step of every series");
    exportCommand->add_option("--weights", exportArguments.weights, "The whole network as one safetensors file");
    exportCommand->add_option("--adapter", exportArguments.adapter,
                              "Folder for adapter_config.json and the trained tensors");
    exportCommand->add_flag("--best", exportArguments.best, "Weights of the best validation, not of the last step");
    exportCommand->require_option(2, 5);
    exportCommand->callback([&] { command = [&] { return exportRun(common, exportArguments); }; });

    DataArguments dataArguments;
    auto* dataCommand = app.add_subcommand("data", "Look at a data set");
    dataCommand->require_subcommand(1);
    auto* checkCommand = dataCommand->add_subcommand(
        "check", "Every defect of a data set, its classes and sizes. Exit 2 when a run would lose boxes or images, or "
                 "measure itself on images of the training split; notes alone exit 0");
    checkCommand
        ->add_option("path", dataArguments.path,
                     "Folder or annotation file: COCO, YOLO text, Pascal VOC, LabelMe or masks, recognised by content")
        ->required();
    checkCommand->callback([&] { command = [&] { return checkData(common, dataArguments); }; });

    DetectArguments detectArguments;
    auto* detectCommand =
        app.add_subcommand("detect", "What the guard would have said of recorded trainings, ours or another program's");
    detectCommand
        ->add_option("files", detectArguments.files,
                     "Logs of mmengine, HF Trainer, LLaMA-Factory, Ultralytics or TensorBoard, or CSV with a column "
                     "`loss`: recognised by content")
        ->required();
    detectCommand->add_option("--sensitivity", detectArguments.sensitivity, "0: late and sure, 1: early")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 1.0));
    detectCommand->callback([&] { command = [&] { return detect(common, detectArguments); }; });

    WeightsArguments weightsArguments;
    auto* weightsCommand = app.add_subcommand("weights", "What a file of weights is, and whether it fits a network");
    weightsCommand->add_option("file", weightsArguments.file, "Safetensors, one or in shards, or a PyTorch archive")
        ->required();
    weightsCommand->add_option("--model", weightsArguments.model,
                               "Experiment file, or yolo_world_v2_{n,s,m,l,x}: lists every tensor that does not fit");
    weightsCommand->callback([&] { command = [&] { return weightsOf(common, weightsArguments); }; });

    auto* doctorCommand = app.add_subcommand("doctor", "Versions, BLAS, threads, CUDA, store");
    doctorCommand->callback([&] { command = [&] { return doctor(common); }; });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int answer = app.exit(error);
        return answer == 0 ? kFinished : kBadInput;
    }
    common.store = store;
    return command();
}
