namespace Tocsin.Sdk;

/// <summary>
/// Says how an option is written in scripts where the camel case of its name is not it. Given twice, the option has two names.
/// Without more said: a flag takes no argument and is set; a dictionary takes a key and a value and gathers them; a list of texts takes
/// any number and the last call counts; a list of classes takes the properties of one item in their order and gathers them.
/// </summary>
/// <param name="name">The property's name in scripts, such as <c>header</c> for the option <c>headers</c>.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class ScriptPropertyAttribute(string name) : Attribute
{
    /// <summary>The property's name in scripts.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// True when the option is an argument of the handler's own property: <c>.post('url')</c> sets the option <c>url</c>. Several such
    /// options are arguments in the order they are declared; those that are not <c>required</c> may be left out.
    /// </summary>
    public bool IsArgument { get; init; }

    /// <summary>True when arguments after this one are taken and mean nothing. Only with <see cref="IsArgument"/>, on the last one.</summary>
    public bool IgnoresFurther { get; init; }

    /// <summary>True when a flag wants <c>TRUE</c> or <c>FALSE</c> as its argument.</summary>
    public bool TakesValue { get; init; }

    /// <summary>True when a list of texts keeps what earlier calls gave, and what the handler's own arguments gave.</summary>
    public bool Appends { get; init; }
}
