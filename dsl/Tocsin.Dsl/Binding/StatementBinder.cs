using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>Carries out the statements of a script, one after the other.</summary>
internal sealed class StatementBinder
{
    private readonly BindingContext _context;
    private readonly ExpressionBinder _expressions;
    private readonly VarBinder _vars;

    public StatementBinder(BindingContext context)
    {
        _context = context;
        _expressions = new ExpressionBinder(context);
        _vars = new VarBinder(context, _expressions);
    }

    /// <summary>Fills the context's graph. Returns the variables that hold plain values.</summary>
    public IReadOnlyList<ScriptVar> Bind(ScriptSyntax script, EdgeKind type)
    {
        DefineSource(type);
        _context.Scope.Define("time", new UncalledFunction("time"));
        foreach (var statement in script.Statements)
            Bind(statement);

        _vars.ReportUnknownOverrides();
        return _vars.Declared;
    }

    private void DefineSource(EdgeKind type)
    {
        var name = type == EdgeKind.Stream ? TaskType.StreamName : TaskType.BatchName;
        if (!_context.Graph.Catalog.TryFind(name, out var descriptor))
            throw new ArgumentException($"The catalog has no node {name}.");

        // A source takes no arguments, so its constructor returns a definition.
        var definition = (NodeDefinition)descriptor.Constructor.Invoke(null, [])!;
        _context.Scope.Define(name, _context.Graph.Add(descriptor, definition, default, []));
    }

    private void Bind(StatementSyntax statement)
    {
        switch (statement)
        {
            case VarDeclarationSyntax declaration:
                _vars.Bind(declaration);
                break;
            case TypedVarDeclarationSyntax declaration:
                _vars.Bind(declaration);
                break;
            case ExpressionStatementSyntax { Expression: ChainSyntax chain }:
                WarnIfOnlyRead(chain, _expressions.Bind(chain));
                break;
            case ExpressionStatementSyntax { Expression: IdentifierSyntax name }:
                // Ignored, as the parser warned; an unknown name deserves a word more.
                if (!_context.Scope.TryUse(name.Name, out _))
                    _context.Diagnostics.ReportUndefinedStrayName(name.Span, name.Name, _context.Scope.Names);
                break;
            case ExpressionStatementSyntax { Expression: CallSyntax or BinarySyntax or UnarySyntax } stray:
                _expressions.Bind(stray.Expression);
                break;
        }
    }

    private void WarnIfOnlyRead(ChainSyntax chain, object value)
    {
        if (chain.Right is IdentifierSyntax name && value is not Poison)
            _context.Diagnostics.ReportReadWithoutUse(chain.LinkSpan(), name.Name);
    }
}
