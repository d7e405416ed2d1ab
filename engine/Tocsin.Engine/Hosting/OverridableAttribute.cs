namespace Tocsin.Engine.Hosting;

/// <summary>Marks a section of <see cref="ServerOptions"/> that the API may change, as it may all sections of services.</summary>
/// <param name="listKey">The key by which entries of a list are told apart; empty for a section that is not a list.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OverridableAttribute(string listKey = "") : Attribute
{
    public string ListKey { get; } = listKey;
}
