using Tocsin.Server.Http.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class LoggedAddressTests
{
    [Theory]
    [InlineData("/write?db=a&p=secret&u=me", "/write?db=a&p=[REDACTED]&u=me")]
    [InlineData("/write?U=me&P=secret", "/write?U=me&P=[REDACTED]")]
    [InlineData("/write?u=me&%70=secret&%50=secret", "/write?u=me&%70=[REDACTED]&%50=[REDACTED]")]
    [InlineData("/write?u=me&p%3Dsecret", "/write?u=me&[REDACTED]")]
    [InlineData("/write?p=one&p=two?three&db=a", "/write?p=[REDACTED]&p=[REDACTED]&db=a")]
    [InlineData("/kapacitor/v1/tasks?api_key=secret&Access-Token=secret&X-Api-Key=secret&password=secret&key=secret", "/kapacitor/v1/tasks?api_key=[REDACTED]&Access-Token=[REDACTED]&X-Api-Key=[REDACTED]&password=[REDACTED]&key=[REDACTED]")]
    [InlineData("/kapacitor/v1/tasks?fields=id&pattern=p&replay-id=x&dot-view=labels&p", "/kapacitor/v1/tasks?fields=id&pattern=p&replay-id=x&dot-view=labels&p")]
    [InlineData("/kapacitor/v1/tasks?limit=1", "/kapacitor/v1/tasks?limit=1")]
    [InlineData("/ingest/checks?token=secret", "/ingest/checks")]
    [InlineData("/ingest/checks/secret/x?token=secret", "/ingest/checks/…")]
    [InlineData("/integrations/generic/20131114/alert/secret/route", "/integrations/…")]
    [InlineData("/writes?secret", "/writes")]
    [InlineData("/", "/")]
    public void Credentials_in_addresses_are_not_logged(string target, string logged) => LoggedAddress.Of(target).Should().Be(logged);
}
