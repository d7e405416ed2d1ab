namespace Tocsin.Sdk;

/// <summary>
/// Marks an option of a handler that says where events go: a channel, a recipient, an address, a routing key. Handlers of a script have no ids:
/// one that leads elsewhere after an edit is another handler, which gets nothing of what the one before still owes; one whose other options
/// changed is the same. Of a class without such a mark, all options count.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DestinationAttribute : Attribute;
