using Tocsin.Sdk;
using Tocsin.Sdk.Commands;

namespace Fixtures;

[CommandOptions]
public sealed record FailOptions
{
    [CommandOption(IsArgument = true)]
    public string How { get; init; } = "";

    [Secret]
    public string Key { get; init; } = "";
}
