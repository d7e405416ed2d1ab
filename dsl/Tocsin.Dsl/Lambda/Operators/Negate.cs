using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>-</c>. Before a boolean it is a second <c>!</c>, as scripts in use rely on.</summary>
internal readonly struct Negate
    : IUnaryOperator<double, double>, IUnaryOperator<long, long>, IUnaryOperator<Duration, Duration>, IUnaryOperator<bool, bool>
{
    public static double Apply(double operand) => -operand;

    public static long Apply(long operand) => unchecked(-operand);

    public static Duration Apply(Duration operand) => new(unchecked(-operand.Nanoseconds));

    public static bool Apply(bool operand) => !operand;
}
