using Microsoft.Extensions.Logging;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Text;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Logging;

/// <summary>Writes every point and batch to the log of the task and passes it on.</summary>
/// <example><code>stream|from().measurement('cpu')|log().prefix('cpu').level('DEBUG')</code></example>
[Node("log")]
internal sealed class LogNode : ProcessingNode
{
    private static readonly string[] Levels = ["INFO", "DEBUG", "WARN", "ERROR"];

    /// <summary>DEBUG, INFO, WARN or ERROR, in any case. Default: INFO.</summary>
    public string Level { get; set; } = "INFO";

    /// <summary>Text before the data. Default: none.</summary>
    public string Prefix { get; set; } = "";

    public override void Validate(NodeProblems problems)
    {
        if (LevelOf(Level) is null)
            problems.Warning("TS3202", $"level '{Level}' is not known, INFO is used", new WayOut("write DEBUG, INFO, WARN or ERROR", Remedy.Literal(Level, $"'{NearestName.Find(Level, Levels) ?? Levels[0]}'")));
    }

    public override KnownData Follow(NodeFlow flow) => flow.Input;

    public override Processor CreateProcessor(NodeContext context) =>
        new LogProcessor(LevelOf(Level) ?? LogLevel.Information, Prefix, context);

    private static LogLevel? LevelOf(string text) => text.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        _ => null,
    };
}
