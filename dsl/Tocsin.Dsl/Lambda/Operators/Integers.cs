namespace Tocsin.Dsl.Lambda.Operators;

/// <summary>Whole-number steps that need care: division by zero, the one overflow of division, and floats that do not fit.</summary>
internal static class Integers
{
    private static readonly EvaluationError DividedByZero = new("runtime error: integer divide by zero");

    public static long Divide(long left, long right, ExpressionState state)
    {
        if (right == -1)
            return unchecked(-left);
        if (right != 0)
            return left / right;

        state.Fail(DividedByZero);
        return 0;
    }

    public static long Remainder(long left, long right, ExpressionState state)
    {
        if (right == -1)
            return 0;
        if (right != 0)
            return left % right;

        state.Fail(DividedByZero);
        return 0;
    }

    /// <summary>Towards zero; the smallest integer for NaN and whatever does not fit.</summary>
    public static long Truncate(double value) =>
        value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : long.MinValue;
}
