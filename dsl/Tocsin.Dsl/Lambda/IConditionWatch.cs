using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda;

/// <summary>Is shown what the conditions of expressions come to, where somebody wants to know which were reached. Any thread may call.</summary>
public interface IConditionWatch
{
    /// <summary>An expression that is compiled has a condition that may come to a value.</summary>
    /// <param name="condition">Where it stands.</param>
    /// <param name="value">What it may come to.</param>
    /// <param name="isOperand">True for an operand of AND or OR, which decides by that value; false for a condition as a whole.</param>
    void Expect(TextSpan condition, bool value, bool isOperand);

    /// <summary>A condition has come to a value.</summary>
    void Saw(TextSpan condition, bool value);
}
