using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Drills;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Server.Loading.Checks;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.Lsp.Definitions;

/// <summary>Which keys can stand at a place of a definition: those that the server binds, with their comments.</summary>
internal sealed class DefinitionKeys(CheckedFile file, Extensions extensions)
{
    private static readonly IReadOnlyList<OptionDescription> Config = OptionDescriber.DescribeOrNothing(typeof(ServerOptions), DocumentationFile.Beside(typeof(ServerOptions).Assembly), isInScript: false);

    /// <summary>The keys below a path.</summary>
    /// <param name="kind">The kind of the handler or source; empty when it has none yet.</param>
    public IReadOnlyList<OptionDescription> At(string[] path, string kind) => file switch
    {
        CheckedFile.Handler => path switch
        {
            [] => Of(HandlerFile.Form),
            ["options", .. var rest] => Below(KindOptions(kind), rest),
            ["delivery", .. var rest] => Below(HandlerFile.DescribeDelivery(), rest),
            _ => [],
        },
        CheckedFile.Source => path switch
        {
            [] => Of(SourceFile.Form),
            ["options", .. var rest] => Below(extensions.Sources.TryFind(kind, out var source) ? source.DescribeOptions() : [], rest),
            [var section, .. var rest] => Below(SourceFile.DescribeSection(section), rest),
        },
        CheckedFile.Silence => path.Length == 0 ? Of(SilenceFile.Form) : [],
        CheckedFile.Drill => path.Length == 0 ? Of(DrillFile.Form) : [],
        CheckedFile.Config => Below(ConfigKeys(), path),
        CheckedFile.Test => TestKeys(path),
        _ => [],
    };

    /// <summary>What can be the value of a key.</summary>
    public IEnumerable<string> ValuesOf(string key, IReadOnlyList<OptionDescription> keys) => (file, key) switch
    {
        (CheckedFile.Handler, "kind") => extensions.Kinds.All.Select(kind => kind.Name),
        (CheckedFile.Source, "kind") => extensions.Sources.All.Select(kind => kind.Name),
        _ => keys.FirstOrDefault(option => option.Key == key)?.Type switch
        {
            "true or false" => ["true", "false"],
            { } type when type.StartsWith("one of ", StringComparison.Ordinal) => type["one of ".Length..].Split(", "),
            _ => [],
        },
    };

    private IReadOnlyList<OptionDescription> KindOptions(string kind) => extensions.Kinds.All.FirstOrDefault(known => known.Name == kind)?.Options.Describe() ?? [];

    // A section of a service is described by its plugin.
    private IReadOnlyList<OptionDescription> ConfigKeys() =>
    [
        .. Config,
        .. extensions.Kinds.All.Where(kind => kind.Section is not null && Config.All(option => option.Key != kind.Section)).DistinctBy(kind => kind.Section)
            .Select(kind => new OptionDescription { Key = kind.Section!, Type = "section", Summary = $"The service of handlers of kind {kind.Name}.", Options = kind.Options.DescribeSection() }), // Only those that have one.
    ];

    private static IReadOnlyList<OptionDescription> TestKeys(string[] path) => path switch
    {
        [] => Of(RuleTestReader.FileForm),
        [.., "tests"] => Of(RuleTestReader.TestForm),
        ["tasks"] => Of(RuleTestReader.TaskForm),
        ["defaults"] => Of(RuleTestReader.DefaultsForm),
        [.., "steps"] => [.. StepReader.Kinds.Select(name => new OptionDescription { Key = name, Type = "step" })],
        [.., "data"] => Of(StepReader.DataForm),
        [.., "replay"] => Of(StepReader.ReplayForm),
        [.., "ack"] => Of(StepReader.AcknowledgeForm),
        [.., "expect"] => Of(StepReader.ExpectForm),
        [.., "contains"] => Of(StepReader.PartForm),
        [.., "alerts"] => Of(StepReader.AlertForm),
        [.., "sent"] => Of(StepReader.SentForm),
        [.., "written"] => Of(StepReader.WrittenForm),
        [.., "respond"] => Of(StepReader.AnswerForm),
        _ => [],
    };

    private static IReadOnlyList<OptionDescription> Of(DefinitionForm form) =>
    [
        .. form.Texts.Select(key => new OptionDescription { Key = key, Type = "text", Summary = $"A key of a {form.Name}." }),
        .. form.Parts.Select(key => new OptionDescription { Key = key, Type = "section", Summary = $"A part of a {form.Name}." }),
    ];

    private static IReadOnlyList<OptionDescription> Below(IReadOnlyList<OptionDescription> options, string[] path)
    {
        foreach (var key in path)
            options = options.FirstOrDefault(option => option.Key == key)?.Options ?? [];
        return options;
    }
}
