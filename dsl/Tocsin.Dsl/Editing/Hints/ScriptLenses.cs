using Tocsin.Dsl.Editing.Outlines;

namespace Tocsin.Dsl.Editing.Hints;

/// <summary>How often chains that are kept in variables are used, and what chains end in.</summary>
public static class ScriptLenses
{
    /// <summary>The lenses in the order of the script.</summary>
    public static IReadOnlyList<CodeLens> Of(EditedScript script) => script.IsTooLong ? [] :
    [
        .. script.Outline.Variables.Where(variable => variable.Target is not null)
            .Select(variable => new CodeLens(variable.Declaration, Count(variable.Uses.Count, "use"), variable.Uses)),
        .. script.Outline.Names.Where(name => name is { Kind: NameKind.Node, Node.Name: "alert" })
            .Select(name => new CodeLens(name.Span, $"alert with {Count(HandlersOf(script, name), "handler")}", [])),
    ];

    // The properties behind an alert that have properties of their own, up to the next node.
    private static int HandlersOf(EditedScript script, NameUse alert) => script.Outline.Names.SkipWhile(name => name != alert).Skip(1)
        .TakeWhile(name => name.Kind is NameKind.Property or NameKind.Function or NameKind.Variable && !name.IsDeclaration && name.Kind != NameKind.Node)
        .Count(name => name.Member?.Result is not null);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
