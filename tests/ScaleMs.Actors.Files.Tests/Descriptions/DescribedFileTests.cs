using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Tests.Descriptions;

public sealed class DescribedFileTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_fingerprint_of_a_binary_file_is_the_hash_of_its_bytes()
    {
        byte[] content = [0, 13, 10, 255];

        Assert.Equal(new ResourceIdentifier(SHA256.HashData(content)), new BinaryFile(_directory.Write("a", content)).Fingerprint());
    }

    [Fact]
    public void An_empty_file_has_a_fingerprint()
    {
        var path = _directory.Write("empty", []);

        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", new BinaryFile(path).Fingerprint().ToString());
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", new TextFile(path).Fingerprint().ToString());
    }

    [Fact]
    public void Texts_that_differ_in_their_line_ends_have_one_fingerprint()
    {
        var fingerprints = new[] { "a\nb\n", "a\r\nb\r\n", "a\rb\r" }.Select(text => _directory.Text("a", text).Fingerprint());

        Assert.Equal(new ResourceIdentifier(SHA256.HashData("a\nb\n"u8)), Assert.Single(fingerprints.Distinct()));
    }

    [Fact]
    public void Texts_that_differ_in_their_encoding_have_one_fingerprint()
    {
        var latin = new TextFile(_directory.Write("a", Encoding.Latin1.GetBytes("äöü")), Encoding.Latin1);

        Assert.Equal(_directory.Text("b", "äöü").Fingerprint(), latin.Fingerprint());
    }

    [Fact]
    public void A_text_in_another_encoding_is_refused_with_the_position_of_the_first_wrong_byte()
    {
        var file = new TextFile(_directory.Write("a", [.. new byte[5000], .. Encoding.Latin1.GetBytes("bär")]));

        var error = Assert.Throws<DataLocalizationException>(() => file.Fingerprint());

        Assert.Equal(
            $"{file.Path} is not a text in utf-8: the byte at position 5001 (0xE4) cannot be decoded; name the encoding that it is written in, or describe it as binary",
            error.Message);
    }

    [Fact]
    public void A_text_that_ends_within_a_character_is_refused()
    {
        var file = new TextFile(_directory.Write("a", [(byte)'a', 0xC3]));

        Assert.Contains("position 1 (0xC3)", Assert.Throws<DataLocalizationException>(() => file.Fingerprint()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rb", true, Access.Read)]
    [InlineData("rwb", true, Access.Read | Access.Write)]
    [InlineData("wb", true, Access.Write)]
    [InlineData("b", true, Access.Write)]
    [InlineData("r", false, Access.Read)]
    [InlineData("rt", false, Access.Read)]
    [InlineData("w", false, Access.Write)]
    public void A_mode_says_what_the_file_is_and_is_for(string mode, bool isBinary, Access access)
    {
        var file = DescribedFile.Describe(_directory.Write("a", []), mode);

        Assert.Equal((isBinary, access), (file is BinaryFile, file.Access));
    }

    [Fact]
    public void A_description_may_declare_no_access() =>
        Assert.Equal(Access.NoAccess, new BinaryFile(_directory.Write("a", []), Access.NoAccess).Access);

    [Theory]
    [InlineData("a")]
    [InlineData("rr")]
    [InlineData("bt")]
    [InlineData("r+")]
    public void An_unknown_mode_is_refused(string mode)
    {
        var error = Assert.Throws<ArgumentException>(() => DescribedFile.Describe(_directory.Write("a", []), mode));

        Assert.Contains($"'{mode}' is not a mode", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_UTF_8_unless_its_encoding_is_given()
    {
        var path = _directory.Write("a", []);

        Assert.Same(Encoding.UTF8, Assert.IsType<TextFile>(DescribedFile.Describe(path, "r")).Encoding);
        Assert.Same(Encoding.Latin1, Assert.IsType<TextFile>(DescribedFile.Describe(path, "r", Encoding.Latin1)).Encoding);
    }

    [Fact]
    public void A_binary_file_has_no_encoding()
    {
        var error = Assert.Throws<ArgumentException>(() => DescribedFile.Describe(_directory.Write("a", []), "rb", Encoding.UTF8));

        Assert.Contains("leave out the 'b' or the encoding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named_with_the_nearest_name_in_its_directory()
    {
        _directory.Write("config.json", []);

        Assert.Equal($"there is no file {_directory.Of("confg.json")}; did you mean config.json?", Refused(_directory.Of("confg.json")));
        Assert.Equal($"there is no file {_directory.Of("other")}", Refused(_directory.Of("other")));
        Assert.Equal($"there is no file {_directory.Of("no/where")}: its directory does not exist", Refused(_directory.Of("no/where")));
    }

    [Fact]
    public void A_directory_is_refused_by_name() => Assert.Equal($"{_directory.Work} is a directory; name a file in it", Refused(_directory.Work));

    [Fact]
    public void A_link_to_nothing_is_refused_with_its_target()
    {
        File.CreateSymbolicLink(_directory.Of("link"), "nothing");

        Assert.Equal($"{_directory.Of("link")} is a link to nothing, which leads to no file", Refused(_directory.Of("link")));
    }

    [Fact]
    public void A_link_to_a_file_is_the_file()
    {
        File.CreateSymbolicLink(_directory.Of("link"), _directory.Write("a", [1]));

        Assert.Equal(new BinaryFile(_directory.Of("a")).Fingerprint(), new BinaryFile(_directory.Of("link")).Fingerprint());
    }

    [Fact]
    public void Devices_are_refused_by_name_even_behind_a_link()
    {
        File.CreateSymbolicLink(_directory.Of("link"), "/dev/zero");

        Assert.StartsWith("/dev/zero is a character device", Refused("/dev/zero"), StringComparison.Ordinal);
        Assert.StartsWith($"{_directory.Of("link")} is a character device", Refused(_directory.Of("link")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_FIFO_is_refused_by_name_without_waiting_for_its_writer()
    {
        using var made = Process.Start("mkfifo", [_directory.Of("fifo")]);
        await made.WaitForExitAsync();

        Assert.StartsWith($"{_directory.Of("fifo")} is a FIFO; only regular files", Refused(_directory.Of("fifo")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_has_become_special_since_is_refused_too()
    {
        var file = _directory.Binary("a", "hello");
        File.Delete(file.Path);
        File.CreateSymbolicLink(file.Path, "/dev/zero");

        Assert.Contains("is a character device", Assert.Throws<DataLocalizationException>(() => file.Fingerprint()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_is_refused_by_name()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_directory.Of("socket")));

        Assert.StartsWith($"{_directory.Of("socket")} is a socket", Refused(_directory.Of("socket")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_with_the_reason()
    {
        // Written only, by any user: reading fails when it is tried.
        var error = Assert.Throws<DataLocalizationException>(() => new BinaryFile("/proc/self/clear_refs").Fingerprint());

        Assert.StartsWith("/proc/self/clear_refs cannot be read", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public void A_file_of_another_user_is_refused_with_the_user_who_needs_the_permission()
    {
        var path = _directory.Write("a", [1]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        // The superuser may read everything, so for that user only the message is shown.
        var message = Environment.IsPrivilegedProcess
            ? SourceFile.Unreadable(path, new UnauthorizedAccessException()).Message
            : Assert.Throws<DataLocalizationException>(() => new BinaryFile(path).Fingerprint()).Message;

        Assert.Equal($"{path} cannot be read by the user {Environment.UserName}; give that user the permission to read it", message);
    }

    private static string Refused(string path) => Assert.Throws<DataLocalizationException>(() => DescribedFile.Describe(path)).Message;
}
