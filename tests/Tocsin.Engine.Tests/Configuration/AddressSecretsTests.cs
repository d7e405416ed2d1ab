using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Secrets;

namespace Tocsin.Engine.Tests.Configuration;

public sealed class AddressSecretsTests
{
    [Theory]
    [InlineData("http://u:secret@h/x", "http://***@h/x")]
    [InlineData("http://u:secret@h:99999/x?key=longsecret&a=", "http://***@h:99999/x?key=***&a=")]
    [InlineData("http://u:se/cr#et@h/x", "http://***@h/x")]
    [InlineData("http://u:se?cr@et@h/x?a=b", "http://***@h/x?a=***")]
    [InlineData("http:/u:secret@h/x", "http:/***@h/x")]
    [InlineData("http//u:secret@h/x", "http//***@h/x")]
    [InlineData("http:u:secret@h", "***@h")]
    [InlineData("u:secret@h:8080", "***@h:8080")]
    [InlineData("u:se/cret@h", "***@h")]
    [InlineData("amqp://u:secret@h", "amqp://***@h")]
    public void Users_and_keys_are_masked_also_where_the_address_is_malformed(string text, string masked)
    {
        AddressSecrets.Mask(text, "***").Should().Be(masked);
        AddressSecrets.HideIn($"'{text}' is wrong", new ConfigList([new ConfigText(text)]), "***").Should().NotContain("se").And.NotContain("cret");
    }

    [Theory]
    [InlineData("http://h:80/path@x")]
    [InlineData("http://h/@dana")]
    [InlineData("ops@example.com")]
    [InlineData("#ops")]
    [InlineData("@dana: look at this")]
    [InlineData("cpu:host=a")]
    [InlineData("{{ .ID }}:{{ .Group }}@x")]
    [InlineData("see http://h/ and u:p @h")]
    public void Other_texts_stay(string text) => AddressSecrets.Mask(text, "***").Should().Be(text);
}
