using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.CloudEvents;

/// <summary>An event whichever way it came: attributes and data.</summary>
/// <param name="Attributes">All attributes by name; extensions too.</param>
/// <param name="Data">The data; does not exist when there is none.</param>
/// <param name="Text">The data when it is a text and no JSON.</param>
internal sealed record CloudEvent(IReadOnlyDictionary<string, string> Attributes, JsonBody Data, string Text)
{
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");
}
