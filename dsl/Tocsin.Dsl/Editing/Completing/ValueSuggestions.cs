using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Editing.Hovering;
using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Lambda.Functions;

namespace Tocsin.Dsl.Editing.Completing;

/// <summary>Statements, arguments and parts of expressions.</summary>
internal sealed class ValueSuggestions(EditedScript script, Caret caret)
{
    private readonly CallShape? _call = CallShape.At(script, caret.Word.End, caret.Variables);

    /// <summary>What begins a statement.</summary>
    public IEnumerable<Suggestion> Statements() =>
    [
        .. Variables(variable => variable.Target is not null).Take(1),
        Keyword("var", "var ${1:name} = $0", "a variable"),
        .. Sources(), .. Variables(variable => variable.Target is not null).Skip(1),
        Keyword("dbrp", "dbrp \"${1:telegraf}\".\"${2:autogen}\"$0", "where the points are written to"),
    ];

    /// <summary>What can be an argument, or the value of a variable.</summary>
    public IEnumerable<Suggestion> Values()
    {
        var wanted = Wanted();
        Suggestion[] keywords = [Keyword("lambda:", "lambda: $0", "an expression for each point"), Keyword("TRUE", "TRUE", "bool"), Keyword("FALSE", "FALSE", "bool")];
        var first = wanted switch
        {
            "lambda" => keywords[..1],
            "bool" => keywords[1..],
            _ => [],
        };
        Suggestion[] spans = caret.Call?.Callee?.Name == "groupBy" ? [Keyword("time", _call is null ? "time(${1:10s})$0" : "time", "spans of time")] : [];
        return
        [
            .. first, .. spans, .. Variables(variable => Fits(variable, wanted)), .. wanted is "node" or "" ? Sources() : [],
            .. Variables(variable => !Fits(variable, wanted)), .. keywords.Except(first),
        ];
    }

    /// <summary>What can be a part of an expression.</summary>
    public IEnumerable<Suggestion> Lambdas() =>
    [
        .. _call is null ? [] : Functions(),
        .. new DataSuggestions(script, caret).Quoted(),
        .. Variables(variable => variable.Target is null),
        .. _call is null ? Functions() : [],
        Keyword("AND", "AND ", "both"), Keyword("OR", "OR ", "one of two"), Keyword("TRUE", "TRUE", "bool"), Keyword("FALSE", "FALSE", "bool"),
    ];

    /// <summary>The types of variables.</summary>
    public static IEnumerable<Suggestion> Types(Caret caret) =>
        VarTypes.Names.Select(name => new Suggestion(name, SuggestionKind.Type, caret.Word, name, "type of a variable"));

    private IEnumerable<Suggestion> Sources()
    {
        foreach (var name in new[] { TaskType.StreamName, TaskType.BatchName })
        {
            if (script.Language.Nodes.TryFind(name, out var node))
                yield return new Suggestion(name, SuggestionKind.Keyword, caret.Word, name, node.Summary) { Documentation = () => NameText.Of(node) };
        }
    }

    // The last one declared is used first, most often.
    private IEnumerable<Suggestion> Variables(Func<Variable, bool> which) => caret.Variables.Where(which).OrderBy(variable => variable.Uses.Count > 0).ThenByDescending(variable => variable.Declaration.Start)
        .Select(variable => new Suggestion(variable.Name, SuggestionKind.Variable, caret.Word, variable.Name, variable.Target is { } target ? "node " + target.Name : variable.Holds)
        {
            Documentation = () => NameText.Of(variable, script),
        });

    private IEnumerable<Suggestion> Functions() => script.Language.Functions.All.OrderByDescending(function => Usage.Of("", function.Name)).Select(Of);

    private Suggestion Of(FunctionDefinition function) =>
        new(function.Name, SuggestionKind.Function, caret.Word, $"{function.Name}($1)$0", function.Summary, IsSnippet: true) { Documentation = () => NameText.Of(function) };

    private Suggestion Keyword(string word, string insert, string detail) => new(word, SuggestionKind.Keyword, caret.Word, insert, detail, IsSnippet: insert.Contains('$', StringComparison.Ordinal));

    private string Wanted()
    {
        if (caret.Frame.Callee?.Callable is not { Parameters: { Count: > 0 } parameters })
            return "";
        return ScriptTypes.Name(parameters[Math.Min(caret.Frame.Argument, parameters.Count - 1)].Type) is var name and not "value" ? name : "";
    }

    private static bool Fits(Variable variable, string wanted) => wanted.Length == 0 || variable.Holds == wanted || (wanted == "node" && variable.Target is not null);
}
