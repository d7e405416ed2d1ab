using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Trust;

/// <summary>What stands in a script, or in the variables it is given, and is for its authors only: tokens, passwords, headers, what addresses hold of them.</summary>
public static class ScriptSecrets
{
    // Shorter pieces are words.
    private const int ShortestPiece = 6;

    /// <summary>Hides them.</summary>
    /// <param name="graph">What the script was bound to.</param>
    /// <param name="vars">The variables that it was given.</param>
    public static SecretTexts Of(string script, PipelineGraph graph, IEnumerable<ScriptVar> vars, HandlerKinds kinds)
    {
        var secrets = graph.Nodes.Select(node => node.Definition).SelectMany(node => Of(node, kinds)).Where(text => text.Length > 0).ToHashSet(StringComparer.Ordinal);
        if (secrets.Count == 0)
            return new SecretTexts();

        // A secret may be put together of several texts, and of a variable that was given the default is none the less.
        var given = vars.Where(variable => TextsOf(variable).Any(IsPiece)).ToList();
        var names = given.Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
        var pieces = Literals(script).Where(literal => IsPiece(literal.Text) || names.Contains(literal.Variable)).Select(literal => literal.Text);
        return new SecretTexts([.. secrets, .. secrets.Select(Escaped), .. given.SelectMany(TextsOf), .. pieces]);

        bool IsPiece(string text) => text.Length >= ShortestPiece && secrets.Any(secret => secret.Contains(text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Of(NodeDefinition node, HandlerKinds kinds) =>
    [
        .. (node as ProcessingNode)?.Secrets() ?? [],
        .. ((node as AlertNode)?.Handlers ?? []).SelectMany(use => Of(use.Options, "", kinds.TryFind(use.Kind, out var kind) ? kind.Options.SecretKeys() : null, isSecret: false)),
    ];

    // Of a kind that nobody brings, it is not known what is secret.
    private static IEnumerable<string> Of(ConfigValue value, string path, IReadOnlySet<string>? keys, bool isSecret) => value switch
    {
        ConfigMap map => map.Entries.SelectMany(entry =>
        {
            var inner = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            return Of(entry.Value, inner, keys, isSecret || keys is null || keys.Contains(inner));
        }),
        ConfigList list => list.Items.SelectMany(item => Of(item, path, keys, isSecret)),
        ConfigText text => isSecret ? [text.Value, .. AddressSecrets.Of(text.Value)] : AddressSecrets.Of(text.Value),
        _ => [],
    };

    /// <summary>The texts of a script as they stand between quotes, each with the variable that it is the default of.</summary>
    private static IEnumerable<(string Text, string Variable)> Literals(string script)
    {
        var tokens = SyntaxTree.Parse(script).Tokens;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == SyntaxKind.String)
                yield return (TextOf(i).Trim('\''), i > 1 && TextOf(i - 1) == "=" ? TextOf(i - 2) : "");
        }

        string TextOf(int at) => script.Substring(tokens[at].Span.Start, tokens[at].Span.Length);
    }

    private static IEnumerable<string> TextsOf(ScriptVar variable) => variable.Value switch
    {
        string text => [text],
        IReadOnlyList<ScriptVar> items => items.SelectMany(TextsOf),
        _ => [],
    };

    // As it stands between quotes.
    private static string Escaped(string text) => text.Replace("'", "\\'", StringComparison.Ordinal);
}
