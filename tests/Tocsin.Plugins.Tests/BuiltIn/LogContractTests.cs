namespace Tocsin.Plugins.Tests.BuiltIn;

public sealed class LogContractTests : DeliveryContract
{
    // A file neither waits nor talks.
    protected override IReadOnlyList<OtherSide> Sides => [OtherSide.Well, OtherSide.Gone];

    protected override Task<DeliverySubject> CreateAsync(OtherSide side)
    {
        var folder = new TempFolder();
        var path = folder.Of(side == OtherSide.Gone ? "missing/a.log" : "a.log");
        return Task.FromResult(new DeliverySubject(BuiltInHandlers.Create("log", $$"""{"path":"{{path}}"}"""))
        {
            ArrivedAsync = () => File.ReadAllTextAsync(path),
            CloseAsync = () =>
            {
                folder.Dispose();
                return ValueTask.CompletedTask;
            },
        });
    }
}
