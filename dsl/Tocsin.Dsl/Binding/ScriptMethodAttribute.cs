namespace Tocsin.Dsl.Binding;

/// <summary>
/// Makes a method of a node a property of scripts: <c>.align()</c>, <c>.as('a', 'b')</c>. A method that cannot take its arguments throws
/// <see cref="ScriptArgumentException"/>.
/// </summary>
/// <param name="name">The property's name; default: the method's in camel case.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ScriptMethodAttribute(string? name = null) : Attribute
{
    /// <summary>The property's name, or null for the member's in camel case.</summary>
    public string? Name { get; } = name;
}
