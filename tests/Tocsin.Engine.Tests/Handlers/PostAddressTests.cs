using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Handlers;

/// <summary>Where posts go whose address has tags in it, and what is warned of in options of scripts.</summary>
public sealed class PostAddressTests
{
    private const string Script = "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).details('')";

    [Fact]
    public async Task A_tag_in_the_path_of_an_address_leads_nowhere_else()
    {
        await using var rig = await TaskRig.StartAsync();
        var addresses = new List<string>();
        rig.Answer = request =>
        {
            lock (addresses)
                addresses.Add(request.RequestUri!.AbsoluteUri);
            return new HttpResponseMessage();
        };
        await rig.Define("t", Script + ".post('http://sink/hosts/{{ index .Tags \"h\" }}')");

        await rig.Write("m,h=../../admin v=1 1");
        await rig.Write("m,h=.. v=1 2");
        await rig.WhenDelivered();

        addresses.Should().Equal("http://sink/hosts/..%2F..%2Fadmin");
    }

    [Fact]
    public async Task A_variable_in_an_option_of_a_script_is_warned_of()
    {
        await using var rig = await TaskRig.StartAsync();

        var task = await rig.Define("t", Script + ".post('http://sink/').header('X-Team', '${env:KEY}')");
        var plain = await rig.Define("u", Script + ".post('http://sink/').header('X-Team', '$KEY {env}')");

        var warning = task.Warnings.Should().ContainSingle().Subject;
        warning.Code.Should().Be("TS3720");
        warning.Message.Should().Be("alert: option 'headers' of handler kind 'post' has a variable in it, and scripts fill none in: it is sent as it stands");
        plain.Warnings.Should().BeEmpty();
    }
}
