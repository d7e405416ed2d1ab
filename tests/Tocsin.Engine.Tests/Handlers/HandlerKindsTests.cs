using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Handlers;

public sealed class HandlerKindsTests
{
    private static readonly HandlerKinds Kinds = With(With(HandlerKinds.BuiltIn, typeof(Mail), "Tocsin.Plugins.Smtp"), typeof(Genie), "Tocsin.Plugins.OpsGenie");

    [Theory]
    [InlineData("email", "unsupported handler kind 'email'; did you mean 'smtp'?")]
    [InlineData("SMTP", "unsupported handler kind 'SMTP'; did you mean 'smtp'?")]
    [InlineData("opsgenie", "unsupported handler kind 'opsgenie'; did you mean 'opsgenie2'?")]
    [InlineData("Log", "unsupported handler kind 'Log'; did you mean 'log'?")]
    [InlineData("pst", "unsupported handler kind 'pst'; did you mean 'post'?")]
    public void A_kind_that_is_there_under_another_name_is_named(string kind, string expected) => Kinds.Unknown(kind).Should().Be(expected);

    [Fact]
    public void A_kind_of_a_plugin_that_is_not_there_names_the_plugin() => HandlerKinds.BuiltIn.Unknown("email")
        .Should().StartWith("unsupported handler kind 'email': the handler email is not there: its plugin Tocsin.Plugins.Smtp is not loaded");

    [Theory]
    [InlineData("smtp", "the handler smtp is written .email() in scripts", "write .email()")]
    [InlineData("opsgenie2", "the handler opsgenie2 is written .opsGenie2() in scripts", "write .opsGenie2()")]
    [InlineData("opsGenie", "the handler opsGenie is written .opsGenie2() in scripts", "write .opsGenie2()")]
    public void A_property_that_is_there_under_another_name_is_named(string property, string message, string wayOut) =>
        Kinds.Lacking(property).Should().Be((message, wayOut));

    [Fact]
    public void A_property_that_means_no_handler_is_left_to_others() => Kinds.Lacking("publish").Should().BeNull("it is for topics only");

    private static HandlerKinds With(HandlerKinds kinds, Type type, string plugin) =>
        kinds.TryAdd(HandlerKind.FromType(type, plugin), out var more, out var error) ? more : throw new InvalidOperationException(error);

    [AlertHandler("smtp", Property = "email")]
    private sealed class Mail : IAlertHandler
    {
        public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Done);
    }

    [AlertHandler("opsgenie2", Property = "opsGenie2")]
    private sealed class Genie : IAlertHandler
    {
        public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Done);
    }
}
