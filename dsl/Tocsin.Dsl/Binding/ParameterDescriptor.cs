namespace Tocsin.Dsl.Binding;

/// <summary>One argument of a property or node.</summary>
/// <param name="Type">The C# type its value must have; <see cref="object"/> takes any value. For a variadic one the type of a single value.</param>
/// <param name="IsOptional">True when the argument may be left out; <paramref name="Default"/> stands in.</param>
public sealed record ParameterDescriptor(string Name, Type Type, bool IsOptional = false, object? Default = null);
