using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Loading;

/// <summary>Definitions from files that a command or a test names, for an engine in which they are only tried.</summary>
internal static class NamedFiles
{
    /// <summary>Where data counts as written to if nobody says it.</summary>
    public static readonly Dbrp DefaultSource = new("telegraf", "autogen");

    /// <summary>Adds the handlers of a file.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    /// <param name="add">Takes a handler, and answers why it is refused.</param>
    /// <returns>What is wrong, with the places; the other handlers are added.</returns>
    public static async Task<IReadOnlyList<ConfigProblem>> AddHandlersAsync(string text, string name, HandlerKinds kinds, Func<string, string?> environment, Func<HandlerSpec, Task<Refusal?>> add)
    {
        var parsed = HandlerFile.Parse(text, name);
        var problems = parsed.Errors.ToList();
        foreach (var entry in parsed.Entries)
        {
            var wrong = entry.ErrorsWith(kinds, environment);
            problems.AddRange(wrong);
            if (wrong.Count == 0 && await add(entry.Spec).ConfigureAwait(false) is { } refusal)
                problems.Add(new ConfigProblem(refusal.Message, entry.Place));
        }

        return problems;
    }

    /// <summary>A task, enabled, that is called as its script's file.</summary>
    /// <param name="source">Where its points come from, unless the script says so itself.</param>
    /// <param name="vars">The file of its variables; null for none.</param>
    /// <exception cref="FileException">The file of variables is not what it should be.</exception>
    public static TaskChange TaskOf(SourceText script, Dbrp source, string? vars) => new()
    {
        Id = Path.GetFileNameWithoutExtension(script.Name) ?? "",
        Script = script.Text,
        Dbrps = SyntaxTree.Parse(script).Root.Statements.OfType<DbrpSyntax>().Any() ? [] : [source],
        Vars = vars is null ? null : TaskFile.ReadVars(vars),
        IsEnabled = true,
    };
}
