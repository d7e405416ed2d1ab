using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

public sealed class SecretTextsTests
{
    [Theory]
    [InlineData("s3cr", "as3crb s3cr", "a***b ***")]
    [InlineData("a", "an answer of a key a", "an answer of *** key ***")]
    [InlineData("ab", "ab/ab?ab=cab abc (ab)", "***/***?***=cab abc (***)")]
    [InlineData("*", "* is *", "*** is ***")]
    [InlineData("", "nothing", "nothing")]
    [InlineData("k/y z", "at k%2Fy%20z and k/y z", "at *** and ***")]
    [InlineData("/page", "/scripts/page.csx at http://h/page: /page. /page-2", "/scripts/page.csx at http://h***: ***. ***-2")]
    [InlineData("/services/T0/x", "at hooks/services/T0/x", "at hooks***")]
    public void Secret_is_hidden_and_what_only_holds_its_letters_is_not(string secret, string text, string shown) =>
        new SecretTexts(secret).Hide(text).Should().Be(shown);

    [Fact]
    public void Longer_secret_goes_before_one_that_is_a_part_of_it() =>
        new SecretTexts("key-12", "key-1234").Hide("key-1234 key-12").Should().Be("*** ***");

    [Fact]
    public async Task Short_key_does_not_take_the_letters_of_the_answer_away()
    {
        await using var stand = await Stand.AnsweringAsync(400, """{"message":"an error at e"}""");
        using var http = new HttpClient();

        var delivery = await new JsonPost("Chat", http, TimeProvider.System, "e").SendAsync(stand.Url, "{}"u8.ToArray(), r => r.Judge(r.Text("message")), default);

        delivery.Reason.Should().Be("Chat answered 400: an error at ***");
    }
}
