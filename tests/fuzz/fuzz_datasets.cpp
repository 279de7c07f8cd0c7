// Annotation files, masks and images, changed by a seeded loop and read: each must give a catalogue whose boxes hold,
// or an error of one sentence.
#include "core/base/files.h"
#include "core/base/utf8.h"
#include "core/dataset/formats.h"
#include "tests/fuzz/fuzz_loop.h"

#include <opencv2/imgcodecs.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace espalier::dataset {
namespace {

constexpr int kWidth = 40; ///< of every image of the sets
constexpr int kHeight = 30;

const std::vector<std::string> kClasses{"dust", "crack"};

/// An image with a bright bar, encoded.
std::string encoded(const char* extension, int type, const std::vector<int>& parameters = {})
{
    cv::Mat image(kHeight, kWidth, type, cv::Scalar::all(0));
    image(cv::Rect(5, 4, 12, 9)).setTo(cv::Scalar::all(CV_MAT_DEPTH(type) == CV_16U ? 60000 : 230));
    std::vector<unsigned char> bytes;
    cv::imencode(extension, image, bytes, parameters);
    return {bytes.begin(), bytes.end()};
}

void put(const std::filesystem::path& file, const std::string& bytes)
{
    if (!createFolder(file.parent_path()) || !writeFileAtomically(file, bytes)) {
        std::fprintf(stderr, "cannot write %s\n", file.c_str());
        std::exit(EXIT_FAILURE);
    }
}

std::string faultOf(const Catalogue& catalogue, const Entry& entry)
{
    const auto place = (catalogue.folder / entry.fileName).lexically_normal();
    if (entry.fileName.empty() || *place.lexically_relative(catalogue.folder.lexically_normal()).begin() == "..") {
        return "an image outside of its folder: " + entry.fileName;
    }
    if (!isUtf8(entry.fileName)) {
        return "the name of an image that is no text";
    }
    if (entry.width != kWidth || entry.height != kHeight) {
        return "an image of another size than it has: " + entry.fileName;
    }
    for (const Annotation& annotation : entry.annotations) {
        const Box& box = annotation.box;
        // Not a chain of `<`: NaN is to be caught.
        if (!(box[0] >= 0 && box[1] >= 0 && box[0] < box[2] && box[1] < box[3] && box[2] <= kWidth &&
              box[3] <= kHeight)) {
            return "a box that is none in " + entry.fileName;
        }
        if (annotation.label < 0 || static_cast<std::size_t>(annotation.label) >= catalogue.classes.size()) {
            return "a label without a class in " + entry.fileName;
        }
    }
    return {};
}

fuzz::Answer judge(const Result<Catalogue>& answer)
{
    if (!answer) {
        return {false, describe(answer.error()), fuzz::faultOf(answer.error())};
    }
    fuzz::Answer judged{true, {}, answer->entries.empty() ? "a catalogue without images" : ""};
    std::int64_t boxes = 0;
    for (const Entry& entry : answer->entries) {
        boxes += static_cast<std::int64_t>(entry.annotations.size());
        if (judged.fault.empty()) {
            judged.fault = faultOf(*answer, entry);
        }
    }
    if (boxes != answer->usedBoxes || boxes > answer->listedBoxes) {
        judged.fault = "boxes that are counted wrong";
    }
    for (const Defect& defect : answer->defects) {
        judged.complaint = defect.file + ' ' + defect.message;
        if (defect.message.empty() || readable(defect.message) != defect.message) {
            judged.fault = "a defect that is no sentence: " + defect.message;
        }
        if (!isUtf8(defect.file)) {
            judged.fault = "the name of a file that is no text";
        }
    }
    for (const std::string& name : answer->classes) {
        if (!isUtf8(name)) {
            judged.fault = "the name of a class that is no text";
        }
    }
    if (answer->usedBoxes == 0 && judged.complaint.empty()) {
        judged.complaint = "no box";
    }
    return judged;
}

/// The classes of the experiment, or those of the file: by the input, so that it can be told again.
std::vector<std::string> classesFor(const std::string& bytes)
{
    return bytes.size() % 2 == 0 ? kClasses : std::vector<std::string>();
}

fuzz::Kind coco()
{
    return {"coco",
            {R"({"images":[{"id":1,"file_name":"a.png","width":40,"height":30},{"id":2,"file_name":"sub/b.png"}],
"annotations":[{"id":7,"image_id":1,"category_id":3,"bbox":[2,3.5,10,9],"area":90,"iscrowd":0},
{"id":8,"image_id":2,"category_id":4,"bbox":[0,0,40,30],"iscrowd":1,"segmentation":[[0,0,40,0,40,30]]}],
"categories":[{"id":3,"name":"dust","supercategory":"x"},{"id":4,"name":"crack"}]})",
             R"({"info":{},"licenses":[],"categories":[{"id":0,"name":"crack"},{"id":9,"name":"dust"}],
"images":[{"id":10000000000,"file_name":"a.png"}],
"annotations":[{"id":1,"image_id":10000000000,"category_id":9,"bbox":[1e0,2,3,4]}]})"},
            {{R"("images")", R"("annotations")", R"("categories")", R"("bbox":[1,2,3,4])", R"("image_id":1)",
              R"("category_id":3)", R"("id":1)", R"("file_name":"../a.png")", R"("file_name":"/etc/passwd")",
              R"("iscrowd":2)", R"("area":-1)", R"("name":"dust")", R"({"id":1,"file_name":"a.png"},)", R"(\ud800)",
              R"(\u0000)", "\xff", "\xef\xbb\xbf"}},
            "coco/annotations.json",
            [](const std::string& bytes, const std::filesystem::path& file) {
                return judge(readCoco(file, classesFor(bytes)));
            }};
}

fuzz::Kind yoloLabels()
{
    return {"yolo",
            {"0 0.5 0.5 0.2 0.3\n1 0.25 0.25 0.5 0.5\r\n", "1 0.1 0.1 0.5 0.1 0.5 0.5 0.1 0.5\n\n0 .5 .5 1 1"},
            {{"0 0.5 0.5 0.1 0.1\n", "1 0 0 1 0 1 1\n", " 0.5", "\r\n", "\t", "1e-9", "+1", "9999", "\0"}},
            "yolo/labels/a.txt",
            [](const std::string& bytes, const std::filesystem::path& file) {
                return judge(readYolo(file.parent_path().parent_path() / "data.yaml", classesFor(bytes)));
            }};
}

fuzz::Kind yoloDescription()
{
    return {"data.yaml",
            {"path: .\ntrain: images\nval: images\nnames:\n  0: dust\n  1: crack\n",
             "# a list\ntrain: [images]\nval: images\nnc: 2\nnames: ['dust', \"crack\"]\n",
             "names: &n [dust, crack]\nother: *n\ntrain: ../images\n"},
            {{"names: ",
              "train: ",
              "path: /etc\n",
              "../../",
              "&a ",
              "*a",
              "<<: *a\n",
              "? ",
              "!!binary ",
              "!!int ",
              "| ",
              "> ",
              "---\n",
              "...\n",
              "[*a, *a]",
              "&a [*a]",
              "- dust\n",
              "0: dust\n",
              "-1: dust\n",
              "10000: dust\n",
              "%YAML 9.9\n",
              "\xff",
              "~",
              "{",
              "}"}},
            "described/data.yaml",
            [](const std::string& bytes, const std::filesystem::path& file) {
                return judge(readYolo(file, classesFor(bytes)));
            }};
}

fuzz::Kind yoloList()
{
    return {"list",
            {"images/a.png\nimages/sub/b.png\n", "./images/a.png\r\n"},
            {{"../", "/etc/passwd\n", "images/", "a.png\n", "\\", "images/../images/a.png\n", "\xff"}},
            "listed/train.txt",
            [](const std::string& bytes, const std::filesystem::path& file) {
                return judge(readYolo(file, classesFor(bytes)));
            }};
}

fuzz::Kind pascalVoc()
{
    const std::string box = "<bndbox><xmin>3</xmin><ymin>4</ymin><xmax>20</xmax><ymax>12.5</ymax></bndbox>";
    return {"voc",
            {"<annotation>\n<folder>x</folder>\n<filename>a.png</filename>\n<size><width>40</width><height>30</height>"
             "<depth>3</depth></size>\n<object>\n<name>dust</name><difficult>0</difficult>\n" +
                 box + "\n</object>\n<object><name>crack</name><difficult>1</difficult>" + box +
                 "</object>\n</annotation>\n",
             "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE annotation [<!ENTITY e \"x\">]>\n<annotation>"
             "<filename>a.png</filename><!-- c --><object><name><![CDATA[dust]]></name>" +
                 box + "</object></annotation>"},
            {{"<object>",
              "</object>",
              "<bndbox>",
              "<name>&e;</name>",
              "&e;&e;&e;",
              "<!ENTITY e SYSTEM \"file:///etc/passwd\">",
              "<!DOCTYPE a [",
              "]>",
              "<![CDATA[",
              "]]>",
              "<!--",
              "<?xml encoding=\"utf-16\"?>",
              "&#0;",
              "&#x10ffff;",
              "&#99999999;",
              "<filename>../a.png</filename>",
              "<xmin>nan</xmin>",
              "<size/>",
              "<annotation>",
              "\xff\xfe",
              "\xef\xbb\xbf"}},
            "voc/Annotations/a.xml",
            [](const std::string& bytes, const std::filesystem::path& file) {
                return judge(readVoc(file.parent_path().parent_path(), classesFor(bytes)));
            }};
}

fuzz::Kind labelMe()
{
    return {"labelme",
            {R"({"version":"5","flags":{},"shapes":[{"label":"dust","points":[[3,4],[20,12]],"shape_type":"rectangle"},
{"label":"crack","points":[[1,1],[9,2],[5,20.5]],"shape_type":"polygon","group_id":null},
{"label":"dust","points":[[20,15],[24,15]],"shape_type":"circle"}],
"imagePath":"a.png","imageData":"iVBORw0KGgo=","imageHeight":30,"imageWidth":40})",
             R"({"shapes":[{"label":"crack","points":[[0,0],[40,30]]}],"imagePath":null})"},
            {{R"("shapes")", R"("points":[[1,2],[30,20]])", R"("label":"dust")", R"("shape_type":"circle")",
              R"("shape_type":"line")", R"("shape_type":"mask")", R"("imagePath":"..\\..\\a.png")",
              R"("imageWidth":1e9)", R"([1,2],)", R"([],)", R"(\ud800)", "\xff"}},
            "labelme/a.json",
            [](const std::string& bytes, const std::filesystem::path& file) {
                return judge(readLabelMe(file.parent_path(), classesFor(bytes)));
            }};
}

fuzz::Dialect dialectOfPng()
{
    using namespace std::string_literals;
    return {{"IHDR", "IDAT", "IEND", "PLTE", "tRNS", "gAMA", "iCCP", "zTXt", "acTL", "\0\0\0\0IEND"s, "\x10"s,
             "\0\0\xff\xff"s},
            false,
            fuzz::mendPng};
}

fuzz::Kind masks()
{
    return {
        "mask",
        {encoded(".png", CV_8UC1), encoded(".png", CV_8UC3), encoded(".png", CV_8UC1, {cv::IMWRITE_PNG_BILEVEL, 1})},
        dialectOfPng(),
        "masks/ground_truth/crack/a_mask.png",
        [](const std::string& bytes, const std::filesystem::path& file) {
            return judge(readMasks(file.parent_path().parent_path().parent_path(), classesFor(bytes)));
        }};
}

fuzz::Answer readImage(const std::string& bytes)
{
    const auto image = decodeImageBytes(bytes, "input");
    if (!image) {
        return {false, describe(image.error()), fuzz::faultOf(image.error())};
    }
    const bool isWhole =
        image->width > 0 && image->height > 0 &&
        image->pixels.size() == 3 * static_cast<std::size_t>(image->width) * static_cast<std::size_t>(image->height);
    return {true, {}, isWhole ? "" : "an image without its pixels"};
}

fuzz::Kind image(const std::string& name, std::vector<std::string> seeds, fuzz::Dialect dialect)
{
    return {name, std::move(seeds), std::move(dialect), "input",
            [](const std::string& bytes, const std::filesystem::path&) { return readImage(bytes); }};
}

std::vector<fuzz::Kind> kinds(const std::filesystem::path& folder)
{
    using namespace std::string_literals;
    const std::string picture = encoded(".png", CV_8UC3);
    for (const char* name :
         {"coco/a.png", "coco/sub/b.png", "yolo/images/a.png", "described/images/a.png", "listed/images/a.png",
          "listed/images/sub/b.png", "voc/JPEGImages/a.png", "labelme/a.png", "masks/test/crack/a.png"}) {
        put(folder / name, picture);
    }
    put(folder / "yolo/data.yaml", "train: images\nnames: [dust, crack]\n");
    for (const char* name : {"described/labels/a.txt", "listed/labels/a.txt", "listed/labels/sub/b.txt"}) {
        put(folder / name, "1 0.5 0.5 0.5 0.5\n");
    }
    for (const char* name : {"yolo/labels", "voc/Annotations", "masks/ground_truth/crack"}) {
        static_cast<void>(createFolder(folder / name));
    }
    return {coco(),
            yoloLabels(),
            yoloDescription(),
            yoloList(),
            pascalVoc(),
            labelMe(),
            masks(),
            image("png", {picture, encoded(".png", CV_8UC4), encoded(".png", CV_16UC1)}, dialectOfPng()),
            image("jpeg", {encoded(".jpg", CV_8UC3), encoded(".jpg", CV_8UC1, {cv::IMWRITE_JPEG_PROGRESSIVE, 1})},
                  {{"\xff\xd8", "\xff\xd9", "\xff\xda", "\xff\xc0", "\xff\xc2", "\xff\xc4", "\xff\xdb", "\xff\xdd",
                    "\xff\xe1", "\xff\xff"},
                   false}),
            image("bmp", {encoded(".bmp", CV_8UC3), encoded(".bmp", CV_8UC1)},
                  {{"BM", "\x28\0\0\0"s, "\x01\0\0\0"s, "\x02\0\0\0"s, "\x01\0"s, "\x04\0"s, "\x10\0"s, "\0\0"s,
                    "\0\1"s, "\0\2\xff\xff"s},
                   false}),
            image("tiff",
                  {encoded(".tiff", CV_8UC3), encoded(".tiff", CV_16UC1),
                   encoded(".tiff", CV_8UC1, {cv::IMWRITE_TIFF_COMPRESSION, 1})},
                  {{"II*\0"s, "MM\0*"s, "\x00\x01\x03\x00"s, "\x01\x01\x04\x00"s, "\x42\x01"s, "\x43\x01"s,
                    "\x03\x01\x03\x00"s, "\x05\x80"s, "\x02\x01"s, "\x15\x01"s, "\x17\x01"s},
                   false}),
            image("webp",
                  {encoded(".webp", CV_8UC3, {cv::IMWRITE_WEBP_QUALITY, 50}),
                   encoded(".webp", CV_8UC4, {cv::IMWRITE_WEBP_QUALITY, 101})},
                  {{"RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "\x9d\x01\x2a", "\x2f"}, false})};
}

} // namespace
} // namespace espalier::dataset

int main(int count, char** words)
{
    return espalier::fuzz::run(count, words, "fuzz_datasets", espalier::dataset::kinds);
}
