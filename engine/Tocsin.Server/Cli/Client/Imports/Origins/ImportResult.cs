using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Imports.Origins;

/// <summary>What became of one thing that another server has.</summary>
/// <param name="Kind"><c>task</c>, <c>template</c>, <c>handler</c>, <c>topic</c>, <c>event</c> or <c>override</c>; of a database also <c>damage</c> and what is not taken.</param>
/// <param name="Name">Its id; of handlers and events <c>topic/id</c>; <c>*</c> when there is no list of them.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="Why">More about it: why it was not imported, what it is warned of.</param>
internal sealed record ImportResult(string Kind, string Name, ImportOutcome Outcome, string Why = "")
{
    /// <summary>Of tasks, whether they are <c>enabled</c> or <c>disabled</c> where they come from; empty for all else.</summary>
    public string Status { get; init; } = "";

    /// <summary>What was done, in a word.</summary>
    public string Text => Outcome.ToString().ToLowerInvariant();

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["kind"] = Kind, ["name"] = Name, ["outcome"] = Text, ["why"] = Why };
        if (Status.Length > 0)
            json["status"] = Status;
        return json;
    }
}
