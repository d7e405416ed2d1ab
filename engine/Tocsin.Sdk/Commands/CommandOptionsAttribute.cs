namespace Tocsin.Sdk.Commands;

/// <summary>
/// Marks the options of a command. Each public settable property is an option in kebab case with two dashes: <c>ApiKey</c> is
/// <c>--api-key</c>; a flag takes no value, a list of texts may be given several times, and so may a dictionary, as <c>NAME=VALUE</c>.
/// <c>required</c> ones must be given. Types, defaults and <see cref="ICheckedOptions"/> are as for <see cref="HandlerOptionsAttribute"/>,
/// without templates and nested classes. The summary comments are the help.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CommandOptionsAttribute : Attribute;
