#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property RestoreLockedMode=false
#:property TreatWarningsAsErrors=false
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;

const string Solution = "ScaleMs.Actors.sln";
const string TestResults = "artifacts/test-results";

var target = args.FirstOrDefault() ?? "test";
var rest = string.Join(' ', args.Skip(1));

string[]? steps = target switch
{
    "build" => [$"build {Solution} -c Release"],
    "test" => [Tested(), $"build {Solution} -c Release", $"test {Solution} -c Release --no-build -m:1 --logger trx --results-directory {TestResults} {rest}"],
    "format" => [$"format {Solution} --verify-no-changes"],
    "publish" => [Publish("src/ScaleMs.Actors.Node", "artifacts/scalems")],
    "chaos" => [Tested(), .. Chaos(args[1..])],
    "page" => [Page()],
    "draw" => [Draw()],
    "bench" => [$"run --project tests/ScaleMs.Benchmarks -c Release -- {rest}"],
    _ => null,
};
if (steps is null)
{
    Console.Error.WriteLine($"unknown target [{target}]; known: build, test, format, publish, draw, bench, chaos, page");
    return 2;
}

if (Directory.Exists(TestResults))
{
    Directory.Delete(TestResults, recursive: true);
}

var exitCode = 0;
foreach (var step in steps)
{
    using var dotnet = Process.Start("dotnet", step);
    await dotnet.WaitForExitAsync();
    exitCode = dotnet.ExitCode;
    if (exitCode != 0)
    {
        break;
    }
}

if (target == "test" && Directory.Exists(TestResults))
{
    PrintTotals();
}

return exitCode;

// Prints one line for the whole suite, from the result files of all projects.
static void PrintTotals()
{
    var counters = Directory.GetFiles(TestResults, "*.trx").SelectMany(static file => XDocument.Load(file).Descendants())
        .Where(static element => element.Name.LocalName == "Counters").ToList();
    int Sum(string name) => counters.Sum(counter => (int)counter.Attribute(name)!);
    Console.WriteLine($"{Sum("passed")} passed, {Sum("failed")} failed, {Sum("total") - Sum("passed") - Sum("failed")} skipped");
}

// Tests start the executable hundreds of times: compiled ahead, each start takes a fraction of the processor time.
static string Tested()
{
    const string Output = "artifacts/tested";
    Environment.SetEnvironmentVariable("TESTED_SCALEMS", Path.GetFullPath($"{Output}/scalems.dll"));
    return $"{Compiled("src/ScaleMs.Actors.Node", Output)} --self-contained false";
}

// docs/dependencies.md, from the compiled code.
static string Draw()
{
    Environment.SetEnvironmentVariable("DRAW_DEPENDENCIES", "1");
    return "test tests/ScaleMs.Actors.Architecture.Tests -c Release --filter FullyQualifiedName~DrawingTests";
}

// Runs a script, generated from a seed, that kills, pauses and restarts processes: chaos [--seconds N] [--seed N].
static string[] Chaos(string[] options)
{
    string? Value(string name) => Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;
    Environment.SetEnvironmentVariable("CHAOS_SECONDS", Value("--seconds") ?? "600");
    Environment.SetEnvironmentVariable("CHAOS_SEED", Value("--seed"));
    return ["test tests/ScaleMs.Actors.Node.Tests -c Release --filter FullyQualifiedName~Chaos.ChaosTests --logger console;verbosity=detailed"];
}

// Pictures of the page of a master with a million tasks, in docs/images.
static string Page()
{
    Environment.SetEnvironmentVariable("PAGE_TASKS", "1000000");
    Environment.SetEnvironmentVariable("PAGE_PICTURES", Path.GetFullPath("docs/images"));
    return "test tests/ScaleMs.Actors.Http.Tests -c Release --filter FullyQualifiedName~ManyTasksTests";
}

// One self-contained file, so that a node needs nothing else. The runtime packs are not in the solution's lock files,
// hence the property.
static string Publish(string project, string output) =>
    $"{Compiled(project, output)} --self-contained -p:PublishSingleFile=true -p:IncludeNativeLibrariesForSelfExtract=true";

// For this machine, compiled ahead.
static string Compiled(string project, string output) =>
    $"publish {project} -c Release -r {RuntimeInformation.RuntimeIdentifier} -p:PublishReadyToRun=true "
    + $"-p:PublishDocumentationFiles=false -p:RestorePackagesWithLockFile=false -p:RestoreLockedMode=false -o {output}";
