using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Imports;

/// <summary>What became of one thing that another server has.</summary>
/// <param name="Kind"><c>task</c>, <c>template</c>, <c>handler</c> or <c>topic</c>.</param>
/// <param name="Name">Its id; of handlers <c>topic/id</c>.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="Why">More about it: why it was not imported, what it is warned of.</param>
internal sealed record ImportResult(string Kind, string Name, ImportOutcome Outcome, string Why = "")
{
    /// <summary>What was done, in a word.</summary>
    public string Text => Outcome.ToString().ToLowerInvariant();

    public JsonObject ToJson() => new() { ["kind"] = Kind, ["name"] = Name, ["outcome"] = Text, ["why"] = Why };
}
