namespace Tocsin.Plugins.Tests.BuiltIn;

public sealed class LogContractTests : DeliveryContract
{
    // A file neither waits nor talks.
    protected override IReadOnlyList<OtherSide> Sides => [OtherSide.Well, OtherSide.Gone];

    protected override Task<DeliverySubject> CreateAsync(OtherSide side)
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-contract").FullName;
        var path = Path.Combine(folder, side == OtherSide.Gone ? "missing/a.log" : "a.log");
        return Task.FromResult(new DeliverySubject(BuiltInHandlers.Create("log", $$"""{"path":"{{path}}"}"""))
        {
            ArrivedAsync = () => File.ReadAllTextAsync(path),
            CloseAsync = () =>
            {
                Directory.Delete(folder, recursive: true);
                return ValueTask.CompletedTask;
            },
        });
    }
}
