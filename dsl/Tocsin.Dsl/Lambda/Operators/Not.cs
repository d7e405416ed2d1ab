using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>!</c>.</summary>
internal readonly struct Not : IUnaryOperator<bool, bool>
{
    public static bool Apply(bool operand) => !operand;
}
