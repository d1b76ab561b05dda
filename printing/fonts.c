#include "printing/fonts.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "i18n/lang.h"
#include "printing/face.h"

#define SERIF "Liberation Serif"
#define SANS "Liberation Sans"
#define EACH 3 /* faces of a family */

/* Where the systems we know keep them. */
static const char *const folders[] = {
	"/usr/share/fonts/truetype/liberation2", /* Debian 12: fonts-liberation2 */
	"/usr/share/fonts/truetype/liberation",  /* Debian 13 and later */
	"/usr/share/fonts/liberation-serif",     /* Fedora */
	"/usr/share/fonts/liberation",           /* Arch */
};

static const struct {
	const char *file, *family;
	PangoWeight weight;
	PangoStyle style;
} faces[FACES] = {
	[FACE_REGULAR] = {"LiberationSerif-Regular.ttf", SERIF, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL},
	[FACE_BOLD] = {"LiberationSerif-Bold.ttf", SERIF, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL},
	[FACE_ITALIC] = {"LiberationSerif-Italic.ttf", SERIF, PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC},
	[FACE_SANS] = {"LiberationSans-Regular.ttf", SANS, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL},
	[FACE_SANS_BOLD] = {"LiberationSans-Bold.ttf", SANS, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL},
	[FACE_SANS_ITALIC] = {"LiberationSans-Italic.ttf", SANS, PANGO_WEIGHT_NORMAL,
		PANGO_STYLE_ITALIC},
};

static int files[FACES]; /* of the faces, in memory */

static struct {
	FcConfig *config;
	PangoFontMap *map;
	PangoContext *context;
	PangoFontDescription *description;
	struct font_style *styles;
	size_t n_styles, styles_room;
	bool sans; /* is loaded too */
} fonts;

/* Debian 12 has an older Liberation too, without the Vietnamese letters. */
static bool has_vietnamese(FcConfig *config)
{
	static const FcChar32 letters[] = {0x01B0, 0x1EA8, 0x1EF9}; /* ư Ẩ ỹ */
	const FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);

	for (int i = 0; set && i < set->nfont; i++) {
		FcCharSet *chars;
		if (FcPatternGetCharSet(set->fonts[i], FC_CHARSET, 0, &chars) != FcResultMatch)
			return false;
		for (size_t k = 0; k < ARRAY_LEN(letters); k++) {
			if (!FcCharSetHasChar(chars, letters[k]))
				return false;
		}
	}
	return set && set->nfont > 0 && set->nfont % EACH == 0;
}

static bool add_face(FcConfig *config, int fd)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return FcConfigAppFontAddFile(config, (const FcChar8 *)path);
}

static void close_faces(enum face first, size_t n)
{
	for (size_t i = 0; i < n; i++)
		close(files[first + i]);
}

/* Opens the faces of a family in that folder; either all or none. */
static bool open_faces(const char *folder, enum face first)
{
	for (size_t n = 0; n < EACH; n++) {
		char *path = fs_join(folder, faces[first + n].file);
		files[first + n] = face_open(path);
		free(path);
		if (files[first + n] < 0) {
			close_faces(first, n);
			return false;
		}
	}
	return true;
}

static bool add_faces(FcConfig *config, enum face first)
{
	for (size_t i = 0; i < EACH; i++) {
		if (!add_face(config, files[first + i]))
			return false;
	}
	return has_vietnamese(config);
}

/* Where the faces were found. Their files stay open once they served: cairo knows a face by its
 * path. */
static const char *found;

static bool find_faces(FcConfig *config)
{
	if (found)
		return add_faces(config, FACE_REGULAR);
	for (size_t i = 0; i < ARRAY_LEN(folders) && !found; i++) {
		if (!open_faces(folders[i], FACE_REGULAR))
			continue;
		if (add_faces(config, FACE_REGULAR)) {
			found = folders[i];
			break;
		}
		FcConfigAppFontClear(config);
		close_faces(FACE_REGULAR, EACH);
	}
	return found != NULL;
}

static PangoContext *make_context(PangoFontMap *map)
{
	PangoContext *context = pango_font_map_create_context(map);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(context, 72);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_language(context, pango_language_from_string("vi"));
	pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
	return context;
}

static bool missing(const char *family, struct err *err)
{
	return err_set(err, ERR_CONFIG, _("Không tìm thấy phông chữ %s có đủ chữ Việt để in. "
		"Hồ sơ đã lưu. Cài gói fonts-liberation2 rồi in lại."), family);
}

bool fonts_setup(struct err *err)
{
	if (fonts.context)
		return true;
	FcConfig *config = FcConfigCreate();
	if (!config || !find_faces(config)) {
		if (config)
			FcConfigDestroy(config);
		return missing(SERIF, err);
	}
	/* Pango starts the global fontconfig by itself, which would read every font of the machine,
	 * unless there is a current configuration already. */
	FcConfigSetCurrent(config);
	fonts.config = config;
	fonts.map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts.map), config);
	fonts.context = make_context(fonts.map);
	fonts.description = pango_font_description_new();
	return true;
}

bool fonts_setup_sans(struct err *err)
{
	static bool open;

	if (!fonts_setup(err))
		return false;
	if (fonts.sans)
		return true;
	open = open || open_faces(found, FACE_SANS);
	if (!open || !add_faces(fonts.config, FACE_SANS))
		return missing(SANS, err);
	pango_fc_font_map_config_changed(PANGO_FC_FONT_MAP(fonts.map));
	fonts.sans = true;
	return true;
}

static void close_styles(void)
{
	for (size_t i = 0; i < fonts.n_styles; i++)
		g_object_unref(fonts.styles[i].font);
	free(fonts.styles);
	fonts.styles = NULL;
	fonts.n_styles = fonts.styles_room = 0;
}

void fonts_teardown(void)
{
	if (!fonts.context)
		return;
	close_styles();
	pango_font_description_free(fonts.description);
	g_object_unref(fonts.context);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts.map), NULL); /* it would keep its hold */
	g_object_unref(fonts.map);
	FcConfigDestroy(fonts.config);
	FcFini(); /* or the fonts stay in memory behind the current configuration */
	fonts.context = NULL;
	fonts.sans = false;
}

PangoContext *fonts_context(void)
{
	BUG_ON(!fonts.context);
	return fonts.context;
}

PangoLayout *fonts_layout(void)
{
	PangoLayout *layout = pango_layout_new(fonts_context());
	PangoAttrList *attrs = pango_attr_list_new();

	pango_attr_list_insert(attrs, pango_attr_font_features_new("kern=0,liga=0"));
	pango_attr_list_insert(attrs, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_attributes(layout, attrs);
	pango_attr_list_unref(attrs);
	return layout;
}

const PangoFontDescription *fonts_describe(enum face face, double size_pt)
{
	pango_font_description_set_family_static(fonts.description, faces[face].family);
	pango_font_description_set_weight(fonts.description, faces[face].weight);
	pango_font_description_set_style(fonts.description, faces[face].style);
	pango_font_description_set_absolute_size(fonts.description, size_pt * PANGO_SCALE);
	return fonts.description;
}

static void open_style(struct font_style *style, enum face face, double size_pt)
{
	style->face = face;
	style->size = size_pt;
	style->font = pango_font_map_load_font(fonts.map, fonts.context, fonts_describe(face, size_pt));
	BUG_ON(!style->font);
	style->scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(style->font));
}

uint16_t fonts_style_number(enum face face, double size_pt)
{
	for (size_t i = fonts.n_styles; i > 0; i--) {
		if (fonts.styles[i - 1].face == face && fonts.styles[i - 1].size == size_pt)
			return (uint16_t)(i - 1);
	}
	BUG_ON(fonts.n_styles == UINT16_MAX); /* sizes come from a few tables */
	if (fonts.n_styles == fonts.styles_room) {
		fonts.styles_room = fonts.styles_room ? fonts.styles_room * 2 : 16;
		fonts.styles = xreallocarray(fonts.styles, fonts.styles_room, sizeof(*fonts.styles));
	}
	open_style(&fonts.styles[fonts.n_styles], face, size_pt);
	return (uint16_t)fonts.n_styles++;
}

const struct font_style *fonts_style(uint16_t number)
{
	BUG_ON(number >= fonts.n_styles);
	return &fonts.styles[number];
}
