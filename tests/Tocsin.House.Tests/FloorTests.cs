using System.Text.RegularExpressions;

namespace Tocsin.House.Tests;

/// <summary>
/// The folders of a project are floors: code uses what stands in its own folder or further down, never what stands above. So there is no
/// circle, and a folder can be read, and tested, without those above it.
/// <para>
/// A failure reads "Alerts (Topics.cs) uses Definitions, which stands above". Then either the type that is used belongs further down: move it to
/// the folder of what it is about. Or the file needs too much: have it handed in by whoever stands above both, as a value, a delegate or an
/// answer instead of an exception. Changing the order below is right only when the whole folder stands in the wrong place.
/// </para>
/// <para>
/// What a file uses is read from its <c>using</c> lines and from names written in full: a type of another folder can be had in no other way.
/// Types in a folder's subfolders count as the folder's own. Types beside a project file are the ground floor, as every namespace below sees
/// them without a <c>using</c>.
/// </para>
/// </summary>
public sealed partial class FloorTests
{
    /// <summary>The folders of each project, from the ground up. Another folder gets its place here.</summary>
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["dsl/Tocsin.Dsl"] = ["Time", "Text", "Data", "Patterns", "Syntax", "Formatting", "Lambda", "Binding", "Templates", "Editing"],
        ["engine/Tocsin.Sdk"] = ["Functions", "Sources", "Commands", "Scaling"],
        ["engine/Tocsin.Influx"] = ["Connections", "Answers", "Writes", "Flux", "Client", "InfluxQL"],
        ["engine/Tocsin.Alerting"] =
        [
            "Names", "Tracing", "Configuration", "Foreign", "Storage", "Crashes", "Isolation", "Handlers", "Deliveries", "Matching", "Inhibition", "Alerts",
            "Aggregation", "Definitions", "Hosting",
        ],
        ["engine/Tocsin.Pipelines"] = ["Data", "Journals", "Influx", "Sideloads", "Orchestration", "Arrivals", "Shadows", "Processing", "Nodes", "Functions", "Tasks", "Recordings"],
        ["engine/Tocsin.Inputs"] = ["Intake", "Udp", "Graphite", "Opentsdb", "Collectd", "Scraping", "Hosting"],
        ["engine/Tocsin.Engine"] = ["Watching", "Subscriptions", "Sources", "Checks", "Trust", "Commands", "Statistics", "Plugins", "Processes", "Drills", "Hosting"],
        ["engine/Tocsin.Scripting"] = ["Compiling", "Functions", "Handlers", "Hosting"],
        ["engine/Tocsin.Storage.Postgres"] = [],
        ["engine/Tocsin.Templates"] = [],
        ["engine/Tocsin.Server"] = ["Json", "Histories", "Backtests", "Logging", "Users", "Kapacitor", "Loading", "RuleTests", "Lsp", "Reloading", "Http", "Telemetry", "Cli"],
    };

    public static TheoryData<string> Projects => [.. Floors.Keys];

    [Fact]
    public void Every_project_of_the_language_and_the_engine_has_its_floors() =>
        new[] { "dsl", "engine" }.SelectMany(area => Repository.Files(area, "*.csproj")).Select(file => Path.GetDirectoryName(file)).Should().BeEquivalentTo(Floors.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_its_floor(string project) =>
        SourcesOf(project).Select(file => FolderOf(project, file)).Where(folder => folder.Length > 0).Distinct().Should().BeEquivalentTo(Floors[project]);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Arrows_between_folders_point_down(string project)
    {
        string[] floors = ["", .. Floors[project]];
        var up =
            from file in SourcesOf(project)
            where file.Namespace is not null
            let own = FolderOf(project, file)
            from used in UsedBy(project, file)
            where Array.IndexOf(floors, used) > Array.IndexOf(floors, own)
            select $"{(own.Length > 0 ? own : "the ground floor")} ({file.Name}.cs) uses {used}, which stands above";

        up.Distinct().Should().BeEmpty("of two folders in {0}, only the upper one may use the other; the summary of {1} says what to do", project, nameof(FloorTests));
    }

    private static IEnumerable<SourceFile> SourcesOf(string project) =>
        Repository.Sources.Where(file => file.Path.StartsWith(project + "/", StringComparison.Ordinal));

    // Empty beside the project file.
    private static string FolderOf(string project, SourceFile file) => file.Path[(project.Length + 1)..].Split('/') is [var folder, _, ..] ? folder : "";

    /// <summary>The folders of the project that the code of a file names: <c>Tocsin.Alerting.Storage</c> and, for a type of it, <c>Storage.EventState</c>.</summary>
    private static IEnumerable<string> UsedBy(string project, SourceFile file)
    {
        var code = NamespaceLine().Replace(file.Text, "");
        var inFull = Regex.Matches(code, $@"\b{Regex.Escape(Path.GetFileName(project))}\.(\w+)").Select(match => match.Groups[1].Value);
        var inPart = NameInPart().Matches(code).Where(match => HasType(project, match.Groups[1].Value, match.Groups[2].Value)).Select(match => match.Groups[1].Value);
        return inFull.Concat(inPart).Where(Floors[project].Contains);
    }

    private static bool HasType(string project, string folder, string type) => Floors[project].Contains(folder)
        && SourcesOf(project).Any(file => FolderOf(project, file) == folder && file.Types.Contains(type));

    [GeneratedRegex(@"^namespace .*$", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w+)\.([A-Z]\w*)")]
    private static partial Regex NameInPart();
}
