using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>A function call.</summary>
/// <param name="function">Null where no function has the name: the call then fails when it is reached.</param>
/// <param name="stateIndex">Where the state of the expression keeps the function's memory; -1 for functions without.</param>
internal sealed class BoundCall(TextSpan span, string name, FunctionDefinition? function, BoundExpression[] arguments, int stateIndex)
    : BoundExpression(span)
{
    public string Name => name;

    public FunctionDefinition? Function => function;

    public BoundExpression[] Arguments => arguments;

    public int StateIndex => stateIndex;
}
