using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Foreign;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Functions;

/// <summary>A function for scripts that a plugin, a file of C# or another process brings. Never changes: another version of its code is another object.</summary>
public abstract class UserFunction
{
    private protected UserFunction(string name, string origin)
    {
        Name = name;
        Origin = origin;
    }

    /// <summary>The name without anything before it.</summary>
    public string Name { get; }

    /// <summary>Who brings it: the id of the plugin, or the file.</summary>
    public string Origin { get; }

    /// <summary>As scripts write it: <c>celsius(float)</c> with all its signatures, or <c>@smooth</c>.</summary>
    public abstract string ScriptForm { get; }

    /// <summary>The name with what stands before it in scripts: <c>celsius</c> or <c>@smooth</c>.</summary>
    public abstract string ShortForm { get; }

    /// <summary>True when a plugin brings it, and not a file of C#.</summary>
    public bool IsOfPlugin => Code is not null;

    /// <summary>The node that scripts have behind <c>@</c>; null for functions of lambdas.</summary>
    public virtual NodeDescriptor? NodeDescriptor => null;

    /// <summary>How it is used, with what its author says of it.</summary>
    public abstract FunctionDescription Describe();

    /// <summary>The code of its plugin, which is told of tasks that use the function; null when nobody waits for that.</summary>
    public PluginCode? Code { get; set; }

    /// <summary>The code that its calls run; null when that is the engine's own.</summary>
    internal ForeignCode? Foreign { get; private protected init; }

    /// <summary>The comments of its assembly; none unless somebody knows where they are.</summary>
    public DocumentationFile Comments { get; set; } = DocumentationFile.None;

    /// <summary>For messages: <c>function '@smooth' of 'acme'</c>.</summary>
    public abstract override string ToString();

    /// <summary>The functions that a bound script uses, each once.</summary>
    public static IReadOnlyList<UserFunction> UsedBy(PipelineGraph graph) =>
    [
        .. graph.Nodes.Select(node => (node.Definition as IFunctionNode)?.Function)
            .Concat(graph.ForeignFunctions.Select(function => function.Owner as UserFunction))
            .OfType<UserFunction>()
            .Distinct(),
    ];

    /// <summary>The property that every node has.</summary>
    private protected static MemberDescriptor QuietMember { get; } = new()
    {
        Name = "quiet",
        Parameters = [],
        Summary = "Counts the node's errors without logging them.",
        Invoke = (target, _) =>
        {
            (target as NodeDefinition)?.Quiet();
            return target;
        },
    };

    /// <exception cref="OptionsShapeException">Scripts could not write the name.</exception>
    private protected static void CheckName(string name, string place, bool isLowerFirst)
    {
        var isWord = name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') &&
            SyntaxFacts.KindOfWord(name) == SyntaxKind.Identifier && name != "lambda";
        if (!isWord || (isLowerFirst && !char.IsAsciiLetterLower(name[0])))
        {
            throw new OptionsShapeException(
                $"{place}: '{name}' isn't a name that scripts can write: use a {(isLowerFirst ? "small " : "")}letter, then letters, digits and underscores");
        }
    }
}
