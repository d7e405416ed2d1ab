namespace Tocsin.Sdk;

/// <summary>
/// Marks an enum whose values may also be given by number, in files and in scripts, as the service itself calls them. The numbers are those
/// of the order in which the values are declared, from 0.
/// </summary>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class NumberedChoiceAttribute : Attribute;
