using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Editing.Hovering;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Completing;

/// <summary>Nodes, functions of users and properties behind their operators.</summary>
internal sealed class LinkSuggestions(EditedScript script, Caret caret)
{
    // A name that is there already keeps its arguments.
    private readonly CallShape? _call = CallShape.At(script, caret.Word.End, caret.Variables);
    private readonly string _before = caret.Names.Count > 0 ? caret.Names[^1].Name : "";

    /// <summary>What can stand behind the operator.</summary>
    public IEnumerable<Suggestion> All() => caret.Frame.Link == ChainOperator.Dot ? Properties() : Nodes(caret.Frame.Link == ChainOperator.At ? ChainOperator.At : ChainOperator.Pipe);

    private IEnumerable<Suggestion> Nodes(ChainOperator op)
    {
        var on = caret.Frame.Current;
        return script.Language.Nodes.Nodes
            .Where(node => node.Operator == op && (on is null ? Placement.IsCallable(node) : on.CanBeFollowedBy(node)))
            .OrderBy(node => _call is null ? 0 : _call.Misfit(node.Constructor) + (3 * _call.Lacking(node)))
            .ThenBy(node => on is not null && node.Wants is not (EdgeKind.Any or EdgeKind.None) && node.Wants != on.Provides)
            .ThenByDescending(node => Weight(on?.Node.Name ?? "", node.Name)).ThenBy(node => node.Name, StringComparer.Ordinal)
            .Select(node => new Suggestion(node.Name, SuggestionKind.Node, caret.Word, Call(node.Constructor), node.Summary.Split(". ")[0], IsSnippet: _call is null)
            {
                Documentation = () => NameText.Of(node),
            });
    }

    private IEnumerable<Suggestion> Properties()
    {
        if (caret.Frame.Current is not { } on)
            return [];
        var own = on.Own?.Members.Count ?? 0;
        return on.Members.Select((member, at) => (Member: member, IsOwn: at < own || own == 0))
            .OrderBy(found => on.Set.Contains(found.Member.Name) && !found.Member.IsVariadic)
            .ThenBy(found => _call?.Misfit(found.Member) ?? 0)
            .ThenByDescending(found => Weight(on.Name, found.Member.Name) + (Weight(on.Node.Name, found.Member.Name) / 4))
            .ThenByDescending(found => found.IsOwn).ThenBy(found => found.Member.Name, StringComparer.Ordinal)
            .Select(found => new Suggestion(
                found.Member.Name, SuggestionKind.Property, caret.Word, Call(found.Member), string.Join(", ", NameText.ParametersOf(found.Member)), IsSnippet: _call is null)
            {
                Documentation = () => NameText.Of(found.Member, found.IsOwn ? on.Name : on.Node.Name),
            });
    }

    // What came right before and comes right behind tells most, then what it hangs on.
    private int Weight(string on, string name) => (8 * Usage.Of("." + _before, name)) + (_call is { Next.Length: > 0 } call ? 8 * Usage.Of("." + name, call.Next) : 0) + (4 * Usage.Of(on, name)) + Usage.Of("", name);

    private string Call(MemberDescriptor member)
    {
        if (_call is not null)
            return member.Name;
        var arguments = member.Parameters.Where(parameter => !parameter.IsOptional).Select((parameter, at) => Stop(parameter, at + 1));
        return $"{member.Name}({string.Join(", ", arguments)})$0";
    }

    private static string Stop(ParameterDescriptor parameter, int number) => ScriptTypes.Name(parameter.Type) switch
    {
        "string" => $"'${{{number}:{parameter.Name}}}'",
        "lambda" => $"lambda: ${{{number}}}",
        "duration" => $"${{{number}:10s}}",
        _ => $"${{{number}:{parameter.Name}}}",
    };
}
