using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Editing.Outlines;

/// <summary>What the names of a script stand for. Immutable once made.</summary>
internal sealed class Outline
{
    private Outline(IReadOnlyList<NameUse> names, IReadOnlyList<Variable> variables, IReadOnlyList<string> measurements)
    {
        Names = names;
        Variables = variables;
        Measurements = measurements;
    }

    /// <summary>All names but those of fields and tags, in the order of the script.</summary>
    public IReadOnlyList<NameUse> Names { get; }

    /// <summary>The variables in the order of their declarations.</summary>
    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>The measurements that the script names, each once.</summary>
    public IReadOnlyList<string> Measurements { get; }

    public static Outline Of(SyntaxTree tree, NodeCatalog nodes, FunctionCatalog functions)
    {
        var reader = new OutlineReader(tree, nodes, functions);
        reader.Read(tree.Tokens.Count);
        return new Outline([.. reader.Names.Select(name => BeforeItsDeclaration(name, reader))], [.. reader.Variables.Values], [.. reader.Measurements]);
    }

    /// <summary>The name at an offset, or that ends there; null for none.</summary>
    public NameUse? At(int offset)
    {
        var (low, high) = (0, Names.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var span = Names[middle].Span;
            if (offset < span.Start)
                high = middle - 1;
            else if (offset > span.End)
                low = middle + 1;
            else
                return Names[middle];
        }

        return null;
    }

    /// <summary>The names within a span.</summary>
    public IEnumerable<NameUse> In(TextSpan span) => Names.Where(name => name.Span.Start >= span.Start && name.Span.End <= span.End);

    // It is a mistake, and the declaration is what its author looks for.
    private static NameUse BeforeItsDeclaration(NameUse name, OutlineReader reader)
    {
        if (name.Kind != NameKind.Unknown || name.Operator is not null || !reader.Variables.TryGetValue(name.Name, out var variable))
            return name;
        variable.Uses.Add(name.Span);
        return name with { Kind = NameKind.Variable, Variable = variable };
    }
}
