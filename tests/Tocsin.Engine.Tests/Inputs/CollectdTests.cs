using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Tocsin.Inputs.Collectd;
using Tocsin.Inputs.Intake;

namespace Tocsin.Engine.Tests.Inputs;

public sealed class CollectdTests : IDisposable
{
    private const string Types = "# comment\nload  shortterm:GAUGE:0:5000, midterm:GAUGE:0:5000\ncpu value:DERIVE:0:U\nodd\n";

    private readonly Taken _taken = new();
    private readonly TempFolder _files = new();

    [Fact]
    public async Task Each_value_is_a_point_of_its_own()
    {
        await using var input = Open(new CollectdOptions());
        Send(input, [.. Head("web01"), .. Text(2, "load"), .. Text(4, "load"), .. Values((1, 0.5), (1, 2.0)), .. Text(2, "cpu"), .. Text(3, "0"), .. Text(4, "cpu"), .. Text(5, "idle"), .. Values((2, -7))]);

        await _taken.Have(3);
        _taken.Lines.Should().Equal(
            "collectd./1 load_shortterm,host=web01,type=load value=0.5 1435077219500000000",
            "collectd./1 load_midterm,host=web01,type=load value=2 1435077219500000000",
            "collectd./1 cpu_value,host=web01,instance=0,type=cpu,type_instance=idle value=-7 1435077219500000000");
    }

    [Fact]
    public async Task Values_of_one_reading_can_be_one_point()
    {
        await using var input = Open(new CollectdOptions { ParseMultivaluePlugin = CollectdMultiValue.Join });
        Send(input, [.. Head("web01"), .. Text(2, "load"), .. Text(4, "load"), .. Values((1, 0.5), (1, double.NaN))]);

        await _taken.Have(1);
        _taken.Lines.Should().Equal("collectd./1 load,host=web01,type=load shortterm=0.5 1435077219500000000");
    }

    [Fact]
    public async Task What_is_not_understood_is_refused_with_its_reason()
    {
        await using var input = Open(new CollectdOptions());
        Send(input, [.. Text(2, "x"), .. Text(4, "unknown"), .. Values((1, 1))]);
        await RefusedAsync(1, "the type 'unknown' of collectd's plugin x is not in typesdb");
        Send(input, [.. Text(2, "x"), .. Text(4, "load"), .. Values((1, 1))]);
        await RefusedAsync(2, "has 2 values in typesdb and 1 in the datagram");
        Send(input, [0, 0, 0, 9, 1]);
        await RefusedAsync(3, "a part of type 0000 says it has 9 bytes, of 5 that are there");
        Send(input, [0, 6, 0, 8, 0, 9, 1, 1]);
        await RefusedAsync(4, "values say another number than there is");
        Send(input, [1]);
        await RefusedAsync(5, "a datagram ends within a part");
    }

    [Theory]
    [InlineData(CollectdSecurityLevel.None)]
    [InlineData(CollectdSecurityLevel.Sign)]
    public async Task A_signature_is_checked(CollectdSecurityLevel level)
    {
        await using var input = Open(new CollectdOptions { SecurityLevel = level });
        Send(input, Signed("bob", "secret", Cpu()));
        await _taken.Have(1);
        Send(input, Signed("bob", "other", Cpu()));
        await RefusedAsync(1, "the signature of the user 'bob' is wrong");
        Send(input, Signed("eve", "secret", Cpu()));
        await RefusedAsync(2, "there is no password of the user 'eve' in auth-file");
    }

    [Theory]
    [InlineData(CollectdSecurityLevel.Sign)]
    [InlineData(CollectdSecurityLevel.Encrypt)]
    public async Task What_is_encrypted_is_read(CollectdSecurityLevel level)
    {
        await using var input = Open(new CollectdOptions { SecurityLevel = level });
        Send(input, Encrypted("bob", "secret", Cpu()));
        await _taken.Have(1);
        Send(input, Encrypted("bob", "other", Cpu()));
        await RefusedAsync(1, "what the user 'bob' encrypted cannot be read");
        Send(input, [.. Encrypted("bob", "secret", Cpu()), .. Cpu()]);
        await RefusedAsync(2, "neither signed nor encrypted");
        await _taken.Have(2);
        _taken.Lines.Should().HaveCount(2);
    }

    [Fact]
    public async Task Less_than_is_asked_for_is_refused()
    {
        await using var input = Open(new CollectdOptions { SecurityLevel = CollectdSecurityLevel.Encrypt });
        Send(input, Cpu());
        await RefusedAsync(1, "neither signed nor encrypted");
        Send(input, Signed("bob", "secret", Cpu()));
        await RefusedAsync(2, "signed but not encrypted");
    }

    [Fact]
    public void Files_that_are_not_there_are_named()
    {
        FluentActions.Invoking(() => TypesDb.Load(_files.Of("none"))).Should().Throw<InputException>().WithMessage("the types of collectd cannot be read: *none*typesdb");
        FluentActions.Invoking(() => CollectdSecurity.Load(CollectdSecurityLevel.Sign, _files.Of("none"))).Should().Throw<InputException>().WithMessage("the passwords*none*auth-file*");
    }

    [Fact]
    public void Types_of_all_files_of_a_folder_count()
    {
        _files.Write("types/a.db", "a value:GAUGE:U:U\n");
        _files.Write("types/b.db", "b rx:DERIVE:0:U, tx:DERIVE:0:U\n");

        var types = TypesDb.Load(_files.Of("types"));

        types.Find("a").Should().Equal("value");
        types.Find("b").Should().Equal("rx", "tx");
    }

    public void Dispose() => _files.Dispose();

    private IInput Open(CollectdOptions options) => CollectdInput.Open(
        options with
        {
            BindAddress = "127.0.0.1:0", BatchTimeout = TimeSpan.Zero, Typesdb = _files.Write("types.db", Types), AuthFile = _files.Write("auth", "# users\nbob: secret\n"),
        },
        _taken.Services,
        _taken.Counts);

    private async Task RefusedAsync(long count, string why)
    {
        await Until.True(() => _taken.Counts.Read().Refused == count);
        _taken.Log.Should().Contain(line => line.Contains(why, StringComparison.Ordinal), "the last error goes when values are taken");
    }

    private static void Send(IInput input, byte[] datagram)
    {
        using var client = new UdpClient();
        client.Send(datagram, IPEndPoint.Parse(input.Address));
    }

    private static byte[] Cpu() => [.. Head("web01"), .. Text(2, "cpu"), .. Text(4, "cpu"), .. Values((2, 1))];

    // Half a second past a full one, in parts of 2 to the 30th.
    private static byte[] Head(string host) => [.. Text(0, host), .. Part(8, Big((1435077219UL << 30) + (1UL << 29)))];

    private static byte[] Text(int type, string text) => Part(type, [.. Encoding.UTF8.GetBytes(text), 0]);

    private static byte[] Values(params (byte Kind, double Value)[] values)
    {
        var content = new List<byte> { (byte)(values.Length >> 8), (byte)values.Length };
        content.AddRange(values.Select(value => value.Kind));
        foreach (var (kind, value) in values)
        {
            var number = new byte[8];
            if (kind == 1)
                BinaryPrimitives.WriteDoubleLittleEndian(number, value);
            else
                BinaryPrimitives.WriteInt64BigEndian(number, (long)value);
            content.AddRange(number);
        }

        return Part(6, [.. content]);
    }

    private static byte[] Signed(string user, string password, byte[] parts)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(user), .. parts];
        return [.. Part(0x200, [.. HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), signed), .. Encoding.UTF8.GetBytes(user)]), .. parts];
    }

    private static byte[] Encrypted(string user, string password, byte[] parts)
    {
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(password));
        byte[] begin = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        byte[] plain = [.. SHA1.HashData(parts), .. parts];
        var block = begin;
        for (var i = 0; i < plain.Length; i++)
        {
            if (i % 16 == 0)
                block = aes.EncryptEcb(block, PaddingMode.None);
            plain[i] ^= block[i % 16];
        }

        return Part(0x210, [0, (byte)user.Length, .. Encoding.UTF8.GetBytes(user), .. begin, .. plain]);
    }

    private static byte[] Part(int type, byte[] content) => [(byte)(type >> 8), (byte)type, (byte)((content.Length + 4) >> 8), (byte)(content.Length + 4), .. content];

    private static byte[] Big(ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }
}
