namespace Tocsin.Plugins.Tests.BuiltIn;

public sealed class ExecContractTests : DeliveryContract
{
    protected override Task<DeliverySubject> CreateAsync(OtherSide side)
    {
        var folder = new TempFolder();
        var path = folder.Of("arrived");
        var options = side switch
        {
            OtherSide.Gone => """{"prog":"/no/such/program"}""",
            OtherSide.Silent => """{"prog":"/bin/sh","args":["-c","exec sleep 600"]}""",
            OtherSide.Garbled => """{"prog":"/bin/sh","args":["-c","head -c 1000000 /dev/zero; exit 3"]}""",
            _ => $$"""{"prog":"/bin/sh","args":["-c","cat >> \"$0\"","{{path}}"]}""",
        };
        return Task.FromResult(new DeliverySubject(BuiltInHandlers.Create("exec", options))
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
