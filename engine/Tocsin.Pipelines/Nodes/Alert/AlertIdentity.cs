using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Nodes.Query;
using Tocsin.Pipelines.Nodes.Where;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Tells which alerts of a topic are the same one, whoever raises them: each point of one node begins and ends what the other has open.</summary>
public static class AlertIdentity
{
    // What an id may be made of so that the script alone tells when two are the same.
    private static readonly string[] Known = ["Name", "Group", "Tags", "TaskName", "ServerInfo"];

    /// <summary>The alerts that a script raises on topics. None for those that may be of other groups than the script says.</summary>
    /// <param name="script">The task, or the file; null when neither is known.</param>
    public static IEnumerable<RaisedAlert> In(PipelineGraph graph, string? script) => graph.Nodes.Select(node => Of(node, script)).OfType<RaisedAlert>();

    /// <summary>Those of one node; null when it raises none on a topic, or data decides which.</summary>
    internal static RaisedAlert? Of(GraphNode node, string? script) =>
        node.Definition is AlertNode { IdKey.Length: > 0 } alert && !IsOfSomeGroups(node)
            ? new RaisedAlert($"{alert.Topic}\n{alert.IdKey}{(alert.NamesTaskInId ? "\n" + script : "")}", script, node.Name)
            : null;

    /// <summary>What the ids of a node are made of; empty where data decides.</summary>
    internal static string KeyOf(TextTemplate id, KnownData data)
    {
        var readsName = id.ReadsAllOf("Name");
        var readsGroup = id.ReadsAllOf("Group") || id.ReadsAllOf("Tags") || id.AllKeysOf("Tags").Any();
        if (!id.ReadsOnly(Known.Contains) || (readsName && data.Measurement is null) || (readsGroup && !data.Groups.IsExact))
            return "";
        return string.Join('\n', id.Text, readsName ? data.Measurement : "", readsGroup ? data.Groups.Words : "");
    }

    // A condition on texts may leave each of two nodes groups of its own.
    private static bool IsOfSomeGroups(GraphNode node) => node.Ancestors.Any(above => above.Definition switch
    {
        FromNode { Condition: { } condition } => ReadsText(condition),
        WhereNode where => ReadsText(where.Condition),
        QueryNode query => query.Text.Contains("where", StringComparison.OrdinalIgnoreCase),
        _ => false,
    });

    private static bool ReadsText(LambdaExpression condition) => HasText(condition.Body);

    private static bool HasText(SyntaxNode node) => node is StringSyntax or RegexSyntax || SyntaxChildren.Of(node).Any(HasText);
}
