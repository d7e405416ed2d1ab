namespace Tocsin.Sdk.Functions;

/// <summary>
/// Marks the options of a function. Each public settable property is a property of scripts in camel case: <c>Factor</c> is
/// <c>@smooth().factor(0.3)</c>. Types and the rest are those of <see cref="HandlerOptionsAttribute"/>: <c>required</c> ones must be given,
/// <see cref="ScriptPropertyAttribute"/> gives another name or makes an argument of <c>@smooth(…)</c>, <see cref="ICheckedOptions"/> checks
/// more, and all is checked when the script is defined.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FunctionOptionsAttribute : Attribute;
