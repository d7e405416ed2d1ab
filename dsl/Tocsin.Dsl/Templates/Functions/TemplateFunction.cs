namespace Tocsin.Dsl.Templates.Functions;

internal delegate TemplateValue FunctionBody(ref FunctionCall call);

/// <summary>A function that templates call, or a method, whose first argument is then the receiver.</summary>
/// <param name="parameters">Without the receiver. The last one repeats when the function is variadic.</param>
internal sealed class TemplateFunction(string name, FunctionBody body, bool isVariadic, params ParameterType[] parameters)
{
    public string Name { get; } = name;

    public FunctionBody Body { get; } = body;

    public bool IsVariadic { get; } = isVariadic;

    public int FixedCount { get; } = isVariadic ? parameters.Length - 1 : parameters.Length;

    /// <summary><c>and</c> and <c>or</c> look at their arguments one by one and stop early.</summary>
    public bool IsShortCircuit => Name is "and" or "or";

    public ParameterType ParameterAt(int index) => parameters[Math.Min(index, parameters.Length - 1)];
}
