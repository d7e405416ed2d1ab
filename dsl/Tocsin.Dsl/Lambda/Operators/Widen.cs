using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary>The step from int to float that comparisons take when their operands differ.</summary>
internal readonly struct Widen : IUnaryOperator<long, double>
{
    public static double Apply(long operand) => operand;
}
