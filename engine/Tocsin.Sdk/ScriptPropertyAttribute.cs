namespace Tocsin.Sdk;

/// <summary>Says how an option is written in scripts where the camel case of its name is not it.</summary>
/// <param name="name">The property's name in scripts, such as <c>header</c> for the option <c>headers</c>.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class ScriptPropertyAttribute(string name) : Attribute
{
    /// <summary>The property's name in scripts.</summary>
    public string Name { get; } = name;

    /// <summary>True when the option is an argument of the handler's own property: <c>.post('url')</c> sets the option <c>url</c>.</summary>
    public bool IsArgument { get; init; }
}
