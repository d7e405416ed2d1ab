using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Sdk.TestKit;

/// <summary>A template that is the value of a tag, and fails for events without it.</summary>
internal sealed class TagTemplate(string tag) : EventTemplate
{
    public override string Text => $"{{{{ index .Tags \"{tag}\" }}}}";

    public override bool TryRender(AlertEvent alert, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        error = alert.Tags.TryGetValue(tag, out text) ? null : $"there is no tag '{tag}'";
        return error is null;
    }
}
