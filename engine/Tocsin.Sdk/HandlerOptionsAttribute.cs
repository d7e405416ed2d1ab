namespace Tocsin.Sdk;

/// <summary>
/// Marks the options of a handler definition. Each public settable property is an option: in kebab case in YAML and JSON
/// (<c>routing-key</c>), in camel case in scripts (<c>.routingKey('x')</c>). Types: <see cref="string"/>, <see cref="bool"/>,
/// <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="TimeSpan"/> (<c>10s</c> or whole nanoseconds in files, a duration in scripts),
/// <see cref="Uri"/>, <see cref="EventTemplate"/>, enums, lists and dictionaries of strings or
/// of templates, dictionaries of <see cref="object"/>, whose values are templates, numbers and truth values, such classes and lists of them. <c>required</c> members must be given. A class that implements <see cref="ICheckedOptions"/> can check more, one that
/// implements <see cref="IServedOptions"/> can warn of handlers that would deliver nothing.
/// The summary comments are shown to operators.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HandlerOptionsAttribute : Attribute;
